import pino from 'pino'

/**
 * An error as it is logged. A failed query carries its parameters in the text: whole orders, session tokens. They are
 * left out, here and in what caused it; so is the connection that pg hangs on to the error of a broken one.
 */
export function loggedError(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const { type, message, stack, ...rest } = pino.stdSerializers.err(error)
  const {
    params: _private,
    client: _connection,
    raw: _same,
    aggregateErrors: _inside,
    ...facts
  } = rest as Record<string, unknown>
  return {
    ...facts,
    type,
    message: withoutParams(message),
    stack: withoutParams(stack),
    ...(error instanceof AggregateError ? { errors: error.errors.map(loggedError) } : {}),
  }
}

const withoutParams = (text: string) => text.replaceAll(/\nparams: [\s\S]*?(?=\n\s+at |\ncaused by:|$)/g, '')

/** An unknown level would end every process at its first import. */
const wantedLevel = process.env['LOG_LEVEL'] ?? ''

/** One JSON line per event on standard output. Secrets are never passed in; these paths are a second net. */
export const log = pino({
  level: wantedLevel === 'silent' || wantedLevel in pino.levels.values ? wantedLevel : 'info',
  base: { process: process.env['PROCESS_NAME'] ?? 'app' },
  serializers: { err: loggedError },
  redact: {
    paths: ['*.accessToken', '*.refreshToken', '*.secret', '*.authorization', 'headers.authorization'],
    censor: '[secret]',
  },
})
