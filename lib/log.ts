import pino from 'pino'

/** One JSON line per event on standard output. Secrets are never passed in; these paths are a second net. */
export const log = pino({
  level: process.env['LOG_LEVEL'] ?? 'info',
  base: { process: process.env['PROCESS_NAME'] ?? 'app' },
  redact: {
    paths: ['*.accessToken', '*.refreshToken', '*.secret', '*.authorization', 'headers.authorization'],
    censor: '[secret]',
  },
})
