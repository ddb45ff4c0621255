import { createHash, randomBytes } from 'node:crypto'
import type { Ledger } from './ledger'
import type { TokenRow } from './state'

/** A code lives one minute, as documented. */
const CODE_MS = 60_000
/** The documented life of an access token. */
export const TOKEN_SECONDS = 3600

interface Code {
  expiresAtMs: number
  challenge: string | null
}

export class OAuth {
  private readonly codes = new Map<string, Code>()

  constructor(
    private readonly ledger: Ledger,
    private readonly now: () => number,
  ) {}

  issueCode(challenge: string | null): string {
    const code = randomBytes(24).toString('hex')
    this.codes.set(code, { expiresAtMs: this.now() + CODE_MS, challenge })
    return code
  }

  /** The token endpoint: both grants, with the documented errors. */
  token(body: Record<string, string>): { status: number; body: Record<string, unknown> } {
    const { client } = this.ledger.state.data
    if (body['client_id'] !== client.id || body['client_secret'] !== client.secret)
      return {
        status: 401,
        body: { error: 'invalid_client', error_description: 'Client authentication failed' },
      }
    if (body['scope'] !== undefined) return this.refused('invalid_scope')
    if (body['grant_type'] === 'authorization_code') return this.exchange(body)
    if (body['grant_type'] === 'refresh_token') return this.refresh(body['refresh_token'] ?? '')
    return this.refused('invalid_request')
  }

  private refused(error: string) {
    return { status: 400, body: { error, hint: 'Check the request.' } }
  }

  private exchange(body: Record<string, string>) {
    const code = this.codes.get(body['code'] ?? '')
    this.codes.delete(body['code'] ?? '')
    if (!code || code.expiresAtMs < this.now()) return this.refused('invalid_grant')
    const proof = createHash('sha256')
      .update(body['code_verifier'] ?? '')
      .digest('base64url')
    if (code.challenge !== null && code.challenge !== proof) return this.refused('invalid_grant')
    return this.issue(null)
  }

  private refresh(refreshToken: string) {
    const known = this.ledger.state.tokens.get(refreshToken)
    if (!known) return this.refused('invalid_grant')
    return this.issue(refreshToken)
  }

  private issue(replaces: string | null) {
    const { account, client } = this.ledger.state.data
    const seconds = Math.floor(this.now() / 1000)
    const claims = {
      jti: randomBytes(8).toString('hex'),
      iss: 'https://cloud.lightspeedapp.com',
      aud: client.id,
      sub: '1',
      acct: account.id,
      scope: 'employee:register employee:inventory_read employee:customers',
      iat: seconds + 0.25,
      exp: seconds + TOKEN_SECONDS + 0.25,
    }
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const token: TokenRow = {
      accessToken: `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.${randomBytes(24).toString('base64url')}`,
      refreshToken: randomBytes(32).toString('hex'),
      expiresAtMs: this.now() + TOKEN_SECONDS * 1000,
      replaces,
    }
    this.ledger.commit({ kind: 'token', token })
    return {
      status: 200,
      body: {
        token_type: 'Bearer',
        expires_in: TOKEN_SECONDS,
        access_token: token.accessToken,
        refresh_token: token.refreshToken,
      },
    }
  }

  /** Whether a bearer token is good; its first use ends the pair it replaced. */
  accepts(accessToken: string): boolean {
    for (const row of this.ledger.state.tokens.values()) {
      if (row.accessToken !== accessToken) continue
      if (row.expiresAtMs < this.now()) return false
      if (row.replaces !== null && this.ledger.state.tokens.has(row.replaces))
        this.ledger.commit({ kind: 'token-dead', refreshToken: row.replaces })
      return true
    }
    return false
  }
}
