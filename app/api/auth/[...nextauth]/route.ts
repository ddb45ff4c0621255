import NextAuth from 'next-auth'
import type { NextRequest } from 'next/server'
import { answer, isForeign } from '@/app/_lib/endpoint'
import { paths } from '@/app/_lib/paths'
import { authOptions } from './auth-options'

interface Context {
  params: Promise<{ nextauth: string[] }>
}

/** Opening a link never uses it up: whoever gets the callback by GET is shown the page with the button. */
export async function GET(request: NextRequest, context: Context): Promise<Response> {
  if (await isMailLink(context)) return redirectTo(paths.confirmSignIn(request.nextUrl.searchParams))
  return ask(request, context)
}

/** Signing in or out, always from a page of our own. */
export async function POST(request: NextRequest, context: Context): Promise<Response> {
  if (isForeign(request)) return answer(403, { message: 'This address only answers its own pages.' })
  const response = await ask(request, context)
  const target = response.headers.get('location')
  if (!(await isMailLink(context)) || !target?.includes('/error?')) return response
  // next-auth forgets where the person was going when a link is used up; the new link should still lead there.
  const query = new URLSearchParams({
    error: new URL(target, request.nextUrl.origin).searchParams.get('error') ?? 'link',
  })
  const wanted = request.nextUrl.searchParams.get('callbackUrl')
  if (wanted) query.set('callbackUrl', wanted)
  return redirectTo(`${paths.signIn()}?${query}`)
}

async function isMailLink(context: Context): Promise<boolean> {
  const { nextauth } = await context.params
  return nextauth[0] === 'callback' && nextauth[1] === 'email'
}

/** By path alone, so that it is right behind every proxy. */
const redirectTo = (path: string): Response =>
  new Response(null, { status: 303, headers: { Location: path } })

async function ask(request: NextRequest, context: Context): Promise<Response> {
  const response: Response = await NextAuth(request, context, authOptions())
  return response
}
