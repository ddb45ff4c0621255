import 'server-only'
import { getServerSession } from 'next-auth/next'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { z } from 'zod'
import { may, type Right } from './roles'
import { sessionOptions } from './sign-in'
import { findMember, type Viewer } from './viewer'

export type { Viewer } from './viewer'

const sessionShape = z.object({ userId: z.string() })

/**
 * Who is asking, read from the session cookie and from today's membership: a removed member is nobody at once.
 * Asked once per request, however many components need it.
 */
export const findViewer = cache(async (): Promise<Viewer | null> => {
  const session = sessionShape.safeParse(await getServerSession(sessionOptions()))
  return session.success ? findMember(session.data.userId) : null
})

/**
 * For pages: the viewer, or a redirect to sign-in that comes back to `page`. A viewer without `right` is sent to
 * a page that says so.
 */
export async function requireViewer(right?: Right, page = '/queue'): Promise<Viewer> {
  const viewer = await findViewer()
  if (!viewer) redirect(`/sign-in?callbackUrl=${encodeURIComponent(page)}`)
  if (right && !may(viewer.role, right)) redirect('/no-access')
  return viewer
}
