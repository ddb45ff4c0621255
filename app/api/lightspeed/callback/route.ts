import type { NextRequest } from 'next/server'
import { z } from 'zod'
import { answer } from '@/app/_lib/endpoint'
import { neutralLine } from '@/app/_lib/faults'
import { paths } from '@/app/_lib/paths'
import { may } from '@/lib/access/roles'
import { findViewer } from '@/lib/access/sessions'
import { comeBack } from '@/lib/pos-accounts/connecting/begin'

export const dynamic = 'force-dynamic'

const text = z.string().max(2_000)
const shape = z.object({
  state: text,
  code: text.nullish().transform((value) => value ?? null),
  error: text.nullish().transform((value) => value ?? null),
})

/**
 * Where Lightspeed leads the browser back to. It comes from another site by nature: what binds it to the person is the
 * `state` we gave them, which works once and for nobody else. Whatever it says, the way on is one of our own pages.
 */
export async function GET(request: NextRequest): Promise<Response> {
  try {
    if (!isNavigation(request)) return answer(403, { message: 'This address is for Lightspeed to lead to.' })
    const viewer = await findViewer()
    if (!viewer) return leadTo(paths.signIn(paths.lightspeed('signed-out')))
    const came = shape.safeParse(Object.fromEntries(request.nextUrl.searchParams))
    const mine =
      came.success && may(viewer.role, 'connect-accounts')
        ? await comeBack(viewer, came.data, new Date())
        : null
    return leadTo(paths.lightspeed(mine ? undefined : 'unknown'))
  } catch (fault) {
    return answer(500, { message: neutralLine(fault, '/api/lightspeed/callback') })
  }
}

/** Only a person's own way through the browser, not an image or a frame of some page. */
function isNavigation(request: Request): boolean {
  const wanted = request.headers.get('sec-fetch-dest')
  return wanted === null || wanted === 'document'
}

/** The code must not travel on in a referrer, and the browser must not keep this answer. */
const leadTo = (path: string): Response =>
  new Response(null, {
    status: 303,
    headers: { Location: path, 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' },
  })
