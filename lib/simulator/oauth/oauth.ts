import { createHash, randomBytes } from 'node:crypto'
import { REFRESHES_A_MINUTE, TEXTS, type Settings } from '../assumed'
import type { Ledger } from '../account/ledger'
import type { TokenRow } from '../account/rows'

/** A code lives one minute, an unused refresh token 30 days: documented. */
const CODE_MS = 60_000
const REFRESH_MS = 30 * 86_400_000

interface Code {
  expiresAtMs: number
  challenge: string | null
  method: string
  scope: string
}

export interface OAuthAnswer {
  status: number
  body: Record<string, unknown>
  headers?: Record<string, string>
}

export type Verdict = 'good' | 'unknown' | 'revoked'

/** The authorization server. Codes live in memory, since they die in a minute anyhow; tokens in the ledger. */
export class OAuth {
  private readonly codes = new Map<string, Code>()
  private readonly refreshes = new Map<string, number[]>()

  /** What happened at the token door since this process began: what a test of many refreshers judges by. */
  readonly seen = { refreshes: 0, refused: 0, atOnce: 0, mostAtOnce: 0 }

  constructor(
    private readonly ledger: Ledger,
    private readonly now: () => number,
  ) {}

  /** A refresh has arrived; to be called back when its connection ends, answered or not. */
  refreshBegins(): () => void {
    this.seen.atOnce += 1
    this.seen.mostAtOnce = Math.max(this.seen.mostAtOnce, this.seen.atOnce)
    return () => {
      this.seen.atOnce -= 1
    }
  }

  /** Ends access tokens as time would: this one, or all there are. */
  endAccess(accessToken: string | null): void {
    const ended = [...this.ledger.state.tokens.values()].filter(
      (row) => accessToken === null || row.accessToken === accessToken,
    )
    const expiresAtMs = this.now() - 1
    for (const token of ended) this.ledger.commit({ kind: 'token', token: { ...token, expiresAtMs } })
  }

  /** The connection is over, as when its employee is locked or nobody used it for 30 days: both tokens are dead. */
  endAll(): void {
    for (const { refreshToken } of this.ledger.state.tokens.values())
      this.ledger.commit({ kind: 'token-dead', refreshToken })
  }

  private get settings(): Settings {
    return this.ledger.state.settings
  }

  /** A code for a client that was allowed; `scope` goes into the token's claims. */
  issueCode(wanted: { challenge: string | null; method: string; scope: string }): string {
    const code = randomBytes(24).toString('hex')
    this.codes.set(code, { expiresAtMs: this.now() + CODE_MS, ...wanted })
    return code
  }

  /** The token endpoint: both grants, with the documented errors. */
  token(body: Record<string, string>): OAuthAnswer {
    const missing = ['client_id', 'client_secret', 'grant_type'].find((name) => !body[name])
    if (missing) return no('invalid_request', `Check the \`${missing}\` parameter`)
    if (!this.isClient(body)) return wrongClient
    // One integrator reports that a scope is rejected here.
    if (body['scope'] !== undefined) return no('invalid_scope', 'Check the `scope` parameter')
    if (body['grant_type'] === 'authorization_code') return this.exchange(body)
    if (body['grant_type'] === 'refresh_token') {
      const answer = this.refresh(body['refresh_token'])
      this.seen[answer.status === 200 ? 'refreshes' : 'refused'] += 1
      return answer
    }
    return no('invalid_request', 'Check the `grant_type` parameter')
  }

  /** Ends a connection: both its tokens are dead at once. */
  revoke(body: Record<string, string>): OAuthAnswer {
    if (!this.isClient(body)) return wrongClient
    const refreshToken = body['refresh_token'] ?? ''
    if (!this.ledger.state.tokens.has(refreshToken))
      return no('invalid_grant', 'The refresh token is not known')
    this.ledger.commit({ kind: 'token-dead', refreshToken })
    return { status: 200, body: {} }
  }

  private isClient(body: Record<string, string>): boolean {
    const { client } = this.ledger.state.data
    return body['client_id'] === client.id && body['client_secret'] === client.secret
  }

  private exchange(body: Record<string, string>): OAuthAnswer {
    const code = this.codes.get(body['code'] ?? '')
    this.codes.delete(body['code'] ?? '')
    if (!code || code.expiresAtMs < this.now()) return no('invalid_grant', 'Authorization code has expired')
    const verifier = body['code_verifier'] ?? ''
    const proof =
      code.method === 'plain' ? verifier : createHash('sha256').update(verifier).digest('base64url')
    if (code.challenge !== null && code.challenge !== proof)
      return no('invalid_grant', 'Failed to verify `code_verifier`')
    return this.issue(null, code.scope)
  }

  /** A new pair each time. The old refresh token lives on until the new access token is first used. */
  private refresh(refreshToken: string | undefined): OAuthAnswer {
    if (!refreshToken) return no('invalid_request', 'Check the `refresh_token` parameter')
    const known = this.ledger.state.tokens.get(refreshToken)
    if (!known || known.refreshUntilMs < this.now()) return no('invalid_grant', 'Token has been revoked')
    if (this.refreshesTooOften(refreshToken))
      return {
        status: 429,
        body: { error: 'too_many_requests', error_description: TEXTS.tooManyRefreshes },
        headers: { 'Retry-After': '60' },
      }
    if (!known.revoked && this.settings.oldAccessToken === 'dies-at-refresh')
      this.ledger.commit({ kind: 'token', token: { ...known, revoked: true } })
    return this.issue(refreshToken, scopeOf(known.accessToken))
  }

  private refreshesTooOften(refreshToken: string): boolean {
    const since = this.now() - 60_000
    const recent = (this.refreshes.get(refreshToken) ?? []).filter((at) => at > since)
    if (recent.length >= REFRESHES_A_MINUTE && this.settings.rateLimit) return true
    this.refreshes.set(refreshToken, [...recent, this.now()])
    return false
  }

  private issue(replaces: string | null, scope: string): OAuthAnswer {
    const { account, client } = this.ledger.state.data
    const { tokenSeconds } = this.settings
    const seconds = this.now() / 1000
    const claims = {
      jti: randomBytes(8).toString('hex'),
      iss: 'https://cloud.lightspeedapp.com',
      aud: client.id,
      sub: '1',
      acct: account.id,
      scope,
      iat: seconds,
      nbf: seconds,
      exp: seconds + tokenSeconds,
    }
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const token: TokenRow = {
      accessToken: `${part({ typ: 'JWT', alg: 'RS256' })}.${part(claims)}.${randomBytes(24).toString('base64url')}`,
      refreshToken: `def50${randomBytes(30).toString('hex')}`,
      expiresAtMs: this.now() + tokenSeconds * 1000,
      refreshUntilMs: this.now() + REFRESH_MS,
      replaces,
      revoked: false,
    }
    this.ledger.commit({ kind: 'token', token })
    return {
      status: 200,
      body: {
        token_type: 'Bearer',
        expires_in: tokenSeconds,
        access_token: token.accessToken,
        refresh_token: token.refreshToken,
      },
    }
  }

  /** Whether a bearer token is good; its first use ends the pair it replaced. */
  check(accessToken: string): Verdict {
    const { tokens } = this.ledger.state
    for (const row of tokens.values()) {
      if (row.accessToken !== accessToken) continue
      if (row.revoked) return 'revoked'
      if (row.expiresAtMs < this.now()) return 'unknown'
      if (row.replaces !== null && tokens.has(row.replaces))
        this.ledger.commit({ kind: 'token-dead', refreshToken: row.replaces })
      return 'good'
    }
    return 'unknown'
  }
}

const wrongClient: OAuthAnswer = {
  status: 401,
  body: { error: 'invalid_client', error_description: 'Client authentication failed' },
}

const no = (error: string, hint: string): OAuthAnswer => ({ status: 400, body: { error, hint } })

function scopeOf(accessToken: string): string {
  const claims: unknown = JSON.parse(
    Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString('utf8'),
  )
  return String((claims as { scope?: unknown }).scope ?? '')
}
