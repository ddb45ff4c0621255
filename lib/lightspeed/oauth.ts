import { z } from 'zod'
import { exchange, jsonOf } from './http'
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

const shape = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.coerce.number().positive(),
})

async function ask(client: Client, grant: Record<string, string>): Promise<Tokens> {
  const answer = await exchange(
    `${client.authUrl}/auth/oauth/token`,
    {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      // Never a scope: the endpoint rejects one here.
      body: JSON.stringify({ client_id: client.clientId, client_secret: client.clientSecret, ...grant }),
    },
    client.deadlineMs,
  )
  // Only this one says that the code or refresh token is dead; a wrong client secret, say, is a setting of ours.
  const said = z.object({ error: z.string() }).safeParse(jsonOf(answer.text))
  if (answer.status === 400 && said.data?.error === 'invalid_grant')
    throw new GatewayError('refused', 'Lightspeed does not accept our access any more.', {
      status: answer.status,
    })
  const parsed = shape.safeParse(jsonOf(answer.text))
  if (answer.status !== 200 || !parsed.success)
    throw new GatewayError('unavailable', `Lightspeed's sign-in answered ${answer.status}.`, {
      status: answer.status,
      ...(said.success ? { body: said.data.error } : {}),
    })
  return {
    accessToken: parsed.data.access_token,
    refreshToken: parsed.data.refresh_token,
    expiresInSeconds: parsed.data.expires_in,
    accountId: accountOf(parsed.data.access_token),
  }
}

function accountOf(accessToken: string): string | null {
  const claims = jsonOf(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString('utf8'))
  const acct = (claims as { acct?: unknown } | null)?.acct
  return typeof acct === 'string' || typeof acct === 'number' ? String(acct) : null
}
