import type { IncomingMessage } from 'node:http'
import type { OAuth, OAuthAnswer } from './oauth'
import { authorizePage } from '../doors/authorize-page'

export interface ClientApp {
  id: string
  redirectUri?: string
}

const SCOPE = 'employee:register employee:inventory_read employee:customers'

export interface OAuthPage {
  status: number
  /** Text is a page, everything else JSON. */
  body: unknown
  headers: Record<string, string>
}

/** The pages and endpoints of the OAuth host, below /auth/oauth/. */
export function answerOAuth(
  oauth: OAuth,
  client: ClientApp,
  request: { method: string; url: URL; raw: string; type: string },
): OAuthPage {
  const { method, url, raw, type } = request
  const deed = url.pathname.slice('/auth/oauth/'.length)
  if (deed === 'authorize') return authorize(oauth, client, url)
  if (deed !== 'token' && deed !== 'revoke') return asJson({ status: 404, body: { error: 'not_found' } })
  if (method !== 'POST') return asJson({ status: 405, body: { error: 'invalid_request' } })
  const form = formOf(type, raw)
  return asJson(deed === 'token' ? oauth.token(form) : oauth.revoke(form))
}

/** Unlike the API, the OAuth host says that its errors are JSON. */
const asJson = ({ status, body, headers }: OAuthAnswer): OAuthPage => ({
  status,
  body,
  headers: { 'Content-Type': 'application/json', ...headers },
})

/** A page with a button; the button leads here again with `allow=1` (or 0) and from here back to the app. */
function authorize(oauth: OAuth, client: ClientApp, url: URL): OAuthPage {
  const asked = (name: string) => url.searchParams.get(name)
  // The real one asks for a client_id always; scripts that make a scene may leave it out.
  if (asked('client_id') !== null && asked('client_id') !== client.id)
    return asJson({ status: 400, body: { error: 'invalid_client' } })
  if (asked('allow') === null)
    return {
      status: 200,
      body: authorizePage(url),
      headers: { 'Content-Type': 'text/html; charset=utf-8' },
    }
  const to = asked('redirect_uri') ?? client.redirectUri ?? 'http://localhost:3000/api/lightspeed/callback'
  if (!URL.canParse(to)) return asJson({ status: 400, body: { error: 'invalid_request' } })
  const back = new URL(to)
  if (asked('allow') === '0') back.searchParams.set('error', 'access_denied')
  else
    back.searchParams.set(
      'code',
      oauth.issueCode({
        challenge: asked('code_challenge'),
        method: asked('code_challenge_method') ?? 'S256',
        scope: asked('scope') ?? SCOPE,
      }),
    )
  back.searchParams.set('state', asked('state') ?? '')
  return { status: 302, body: '', headers: { Location: back.toString() } }
}

/** JSON, a form, or multipart: clients in the wild send all three. */
function formOf(type: string, raw: string): Record<string, string> {
  const boundary = /multipart\/form-data;.*boundary="?([^";]+)"?/i.exec(type)?.[1]
  if (boundary) {
    const fields = raw.split(`--${boundary}`).flatMap((part): [string, string][] => {
      const match = /name="([^"]+)"[^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n([\s\S]*?)\r\n$/.exec(part)
      return match ? [[match[1] ?? '', match[2] ?? '']] : []
    })
    return Object.fromEntries(fields)
  }
  if (!type.includes('json')) return Object.fromEntries(new URLSearchParams(raw))
  try {
    const parsed: unknown = JSON.parse(raw)
    if (typeof parsed !== 'object' || parsed === null) return {}
    return Object.fromEntries(Object.entries(parsed).map(([name, value]) => [name, String(value)]))
  } catch {
    return {}
  }
}

export const bearerOf = (request: IncomingMessage): string =>
  (request.headers.authorization ?? '').replace(/^(Bearer|OAuth) /, '')
