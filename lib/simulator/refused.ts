/** A clear no, in the shape the API says it. */
export class Refused extends Error {
  override name = 'Refused'
  constructor(
    readonly status: 400 | 404 | 405 | 406 | 413,
    message: string,
  ) {
    super(message)
  }
}

export const notFound = (name: string, id: string) =>
  new Refused(404, `Object of type '${name}' not found with primary ID '${id}'.`)

const WORDS: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  413: 'Payload Too Large',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
}

/** The recorded body of every error; it travels as text/html although it is JSON. */
export const errorBody = (status: number, message: string, errorClass = 'Exception') => ({
  httpCode: String(status),
  httpMessage: WORDS[status] ?? 'Error',
  message,
  errorClass,
})
