import { paths } from './paths'

/** An answer other than 2xx; the message is meant for people. */
export class RequestError extends Error {
  override name = 'RequestError'
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message)
  }
}

/**
 * JSON from one of our own handlers, in the browser. A session that has ended leads to sign-in, which comes back
 * to the page that asked.
 */
export async function fetchJson<T>(url: string, init?: RequestInit): Promise<T> {
  const response = await fetch(url, init)
  if (response.status === 401)
    window.location.assign(paths.signIn(window.location.pathname + window.location.search))
  if (!response.ok) throw new RequestError(response.status, await messageOf(response))
  return (await response.json()) as T
}

async function messageOf(response: Response): Promise<string> {
  try {
    const body = (await response.json()) as { message?: string }
    return body.message ?? `The server answered ${response.status}.`
  } catch {
    return `The server answered ${response.status}.`
  }
}
