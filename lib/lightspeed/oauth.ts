import { z } from 'zod'
import { exchange, jsonOf, type Answer } from './http'
import { retryAfterMs } from './r-series/call'
import { GatewayError } from './types'

export interface Tokens {
  accessToken: string
  refreshToken: string
  expiresInSeconds: number
  /** From the access token's `acct` claim; null when it has none. */
  accountId: string | null
}

interface Client {
  authUrl: string
  clientId: string
  clientSecret: string
  deadlineMs: number
}

/** Trades the code of a finished authorization for tokens; a code lives 60 s and works once. */
export function exchangeCode(options: Client & { code: string; codeVerifier?: string }): Promise<Tokens> {
  return ask(options, {
    grant_type: 'authorization_code',
    code: options.code,
    ...(options.codeVerifier === undefined ? {} : { code_verifier: options.codeVerifier }),
  })
}

/**
 * A new pair for an old refresh token. The old one stays good until the new access token is first used, so store the
 * new pair before using it. A dead refresh token is `refused`.
 */
export function refreshTokens(options: Client & { refreshToken: string }): Promise<Tokens> {
  return ask(options, { grant_type: 'refresh_token', refresh_token: options.refreshToken })
}

/** Ends a connection: both tokens are dead at once. One that is dead already is `refused`. */
export async function revokeToken(options: Client & { refreshToken: string }): Promise<void> {
  const answer = await post(options, 'revoke', { refresh_token: options.refreshToken })
  if (answer.status !== 200) throw refusalOf(answer)
}

const shape = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.coerce.number().positive(),
})

async function ask(client: Client, grant: Record<string, string>): Promise<Tokens> {
  const answer = await post(client, 'token', grant)
  const parsed = shape.safeParse(jsonOf(answer.text))
  if (answer.status !== 200 || !parsed.success) throw refusalOf(answer)
  return {
    accessToken: parsed.data.access_token,
    refreshToken: parsed.data.refresh_token,
    expiresInSeconds: parsed.data.expires_in,
    accountId: accountOf(parsed.data.access_token),
  }
}

function post(client: Client, door: 'token' | 'revoke', form: Record<string, string>): Promise<Answer> {
  return exchange(
    `${client.authUrl}/auth/oauth/${door}`,
    {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      // Never a scope: the endpoint rejects one here.
      body: JSON.stringify({ client_id: client.clientId, client_secret: client.clientSecret, ...form }),
    },
    client.deadlineMs,
  )
}

/** The answer's text may hold tokens, so no error carries more of it than Lightspeed's one word. */
function refusalOf(answer: Answer): GatewayError {
  const { status } = answer
  const said = z.object({ error: z.string().max(60) }).safeParse(jsonOf(answer.text))
  // Only this one says that the code or refresh token is dead; a wrong client secret, say, is a setting of ours.
  if (status === 400 && said.data?.error === 'invalid_grant')
    return new GatewayError('refused', 'Lightspeed does not accept our access any more.', { status })
  const body = said.success ? { body: said.data.error } : {}
  if (status === 429)
    return new GatewayError('rate-limited', 'Lightspeed’s sign-in asks us to slow down.', {
      status,
      retryAfterMs: retryAfterMs(answer.header('retry-after'), answer.header('date'), Number.NaN),
      ...body,
    })
  return new GatewayError('unavailable', `Lightspeed's sign-in answered ${status}.`, { status, ...body })
}

function accountOf(accessToken: string): string | null {
  const claims = jsonOf(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString('utf8'))
  const acct = (claims as { acct?: unknown } | null)?.acct
  return typeof acct === 'string' || typeof acct === 'number' ? String(acct) : null
}
