import type { NextRequest } from 'next/server'
import type { z } from 'zod'
import { may, type Right } from '@/lib/access/roles'
import { findViewer, type Viewer } from '@/lib/access/sessions'
import { neutralLine } from './faults'

/** Route parameters, query and, for POST, the JSON body in one flat object, as `shape` sees them. */
type Params = { params: Promise<Record<string, string | string[] | undefined>> }

const NO_STORE = { 'Cache-Control': 'private, no-store' }
/** Enough for the largest split a person can type, far below what could hurt. */
const MAX_BODY_BYTES = 256 * 1024

/**
 * A handler for our own pages: the request comes from our own site, a person with `right` is signed in, the
 * input is what `shape` says; then one call. `work` answers JSON data, or null for "there is no such thing".
 */
export function endpoint<S extends z.ZodType>(
  right: Right,
  shape: S,
  work: (call: { viewer: Viewer; input: z.output<S>; now: Date }) => Promise<object | null>,
) {
  return async (request: NextRequest, context: Params): Promise<Response> => {
    try {
      if (isForeign(request)) return answer(403, { message: 'This address only answers its own pages.' })
      const viewer = await findViewer()
      if (!viewer) return answer(401, { message: 'You are signed out.' })
      if (!may(viewer.role, right)) return answer(403, { message: 'Your role does not allow this.' })
      const parsed = shape.safeParse(await inputOf(request, context))
      if (!parsed.success) return answer(400, { message: 'The request is not what it should be.' })
      const data = await work({ viewer, input: parsed.data, now: new Date() })
      return data ? answer(200, data) : answer(404, { message: 'There is nothing like that here.' })
    } catch (fault) {
      return answer(500, { message: neutralLine(fault, request.nextUrl.pathname) })
    }
  }
}

/** Browsers say where a request comes from; what says nothing is no browser and carries no ambient cookie. */
export function isForeign(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site')
  return site !== null && site !== 'same-origin' && site !== 'none'
}

export function answer(status: number, body: object): Response {
  return Response.json(body, { status, headers: NO_STORE })
}

async function inputOf(request: NextRequest, context: Params): Promise<unknown> {
  const params = { ...Object.fromEntries(request.nextUrl.searchParams), ...(await context.params) }
  if (request.method !== 'POST') return params
  const text = await request.text()
  if (text.length > MAX_BODY_BYTES) return null
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' ? { ...body, ...params } : null
  } catch {
    return null // not JSON: the shape refuses it
  }
}
