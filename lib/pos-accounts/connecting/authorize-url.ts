import { createHash } from 'node:crypto'

/** What we ask for: sales and refunds, stock, customers, transfers; payment types and taxes have a scope of their own. */
const SCOPES = [
  'register',
  'register_refund',
  'inventory_read',
  'customers',
  'transfers',
  'admin_purchases',
].map((name) => `employee:${name}`)

/** Both secrets of one try as 32 random bytes in base64url: 43 characters, the shortest a PKCE verifier may be. */
export const challengeOf = (verifier: string): string =>
  createHash('sha256').update(verifier).digest('base64url')

/** `state` is stored hashed: a look into the database gives nobody one to come back with. */
export const hashOf = (state: string): string => createHash('sha256').update(state).digest('hex')

/**
 * The page of Lightspeed where a person allows us to use their account. No redirect address travels along: Lightspeed
 * leads back to the one that is registered with the client.
 */
export function authorizeUrl(options: {
  authUrl: string
  clientId: string
  state: string
  verifier: string
}): string {
  const url = new URL('/auth/oauth/authorize', options.authUrl)
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: options.clientId,
    scope: SCOPES.join(' '),
    state: options.state,
    code_challenge: challengeOf(options.verifier),
    code_challenge_method: 'S256',
  }).toString()
  return url.toString()
}
