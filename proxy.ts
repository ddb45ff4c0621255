import { NextResponse, type NextRequest } from 'next/server'

const SESSION_COOKIE = /^(__Secure-)?next-auth\.session-token$/

/**
 * Before a page is made: a policy for what the browser may load, and an early way to sign-in for people without
 * any session cookie. This is a convenience, never the lock: pages, actions and handlers ask who it is themselves.
 */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl
  const signedOut = !request.cookies.getAll().some((cookie) => SESSION_COOKIE.test(cookie.name))
  if (signedOut && pathname.startsWith('/queue')) {
    const target = request.nextUrl.clone()
    target.pathname = '/sign-in'
    target.search = `?${new URLSearchParams({ callbackUrl: pathname + search })}`
    return NextResponse.redirect(target)
  }
  const nonce = btoa(crypto.randomUUID())
  const policy = contentPolicy(nonce)
  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  headers.set('Content-Security-Policy', policy)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('Content-Security-Policy', policy)
  return response
}

function contentPolicy(nonce: string): string {
  // React needs eval in development only. Styles are inline in toasts and positioned popups.
  const development = process.env.NODE_ENV === 'development' ? " 'unsafe-eval'" : ''
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

export const config = {
  // Pages only: handlers answer JSON, and assets need no policy.
  matcher: ['/((?!api/|_next/static|_next/image|icon.svg).*)'],
}
