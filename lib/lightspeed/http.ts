import { crashPoint } from '../crash'
import { GatewayError } from './types'

/** Codes of a request that never left: nothing can have happened on the other side. */
const NEVER_SENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']
/** These come while connecting, but also on a connection that has carried the request already. */
const WHILE_CONNECTING = ['EHOSTUNREACH', 'ENETUNREACH']
/** A certificate we do not accept ends the handshake; other TLS errors may come in the middle of an answer. */
const CERTIFICATE = /^(CERT_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|ERR_TLS_CERT)/

/** Largest answer read: a full page of 100 sales with lines is below 2 MB. */
const ANSWER_LIMIT = 8 * 1024 * 1024

export interface Answer {
  status: number
  header: (name: string) => string | null
  text: string
}

/**
 * One request, sent once: no retries, no redirects, one deadline over the whole exchange. Throws a GatewayError that
 * says whether anything can have happened: `never-sent`, else `unknown-outcome` (a read turns that into
 * `unavailable`).
 */
export async function exchange(
  url: string,
  init: { method: string; headers: Record<string, string>; body?: string },
  deadlineMs: number,
): Promise<Answer> {
  try {
    const response = await fetch(url, {
      ...init,
      redirect: 'error',
      signal: AbortSignal.timeout(deadlineMs),
    })
    await crashPoint('headers-read', init.body)
    const text = await readLimited(response)
    return { status: response.status, header: (name) => response.headers.get(name), text }
  } catch (error) {
    throw asGatewayError(error)
  }
}

async function readLimited(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = response.body?.getReader()
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    size += part.value.byteLength
    if (size > ANSWER_LIMIT) throw new Error('the answer is larger than any we expect')
    chunks.push(part.value)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** What a broken exchange means; `error` is what `fetch` threw. */
export function asGatewayError(error: unknown): GatewayError {
  const cause =
    error instanceof Error ? (error.cause as { code?: unknown; syscall?: unknown } | undefined) : undefined
  const code = typeof cause?.code === 'string' ? cause.code : ''
  const connecting = WHILE_CONNECTING.includes(code) && cause?.syscall === 'connect'
  if (NEVER_SENT.includes(code) || connecting || CERTIFICATE.test(code))
    return new GatewayError('never-sent', `Lightspeed could not be reached (${code}).`)
  const timedOut = error instanceof Error && error.name === 'TimeoutError'
  return new GatewayError(
    'unknown-outcome',
    timedOut
      ? 'Lightspeed did not answer in time.'
      : `The connection to Lightspeed broke${code ? ` (${code})` : ''}.`,
  )
}

/** The body as JSON whatever its content type says; null when it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
