'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { action, type Answer } from '@/app/_lib/action'
import { paths } from '@/app/_lib/paths'
import { ROLES } from '@/lib/access/roles'
import { env } from '@/lib/env'
import { changeRole, invite, remove, type TeamAnswer } from '@/lib/team/commands'

const seat = { role: z.enum(ROLES), storeIds: z.array(z.uuid()).max(500) }

/** The page is drawn anew by the server, so that it shows what is there now, done or not. */
function told(answer: TeamAnswer): Answer {
  revalidatePath(paths.team())
  return answer.ok ? { ok: true, ...answer.value } : { ok: false, message: answer.refusal.because }
}

export const inviteAction = action(
  'manage-people',
  z.object({ ...seat, name: z.string().trim().min(1).max(100), email: z.email().max(254) }),
  async ({ viewer, input, now }) =>
    told(await invite(viewer, { ...input, signInUrl: `${env().APP_URL}${paths.signIn()}` }, now)),
)

export const changeRoleAction = action(
  'manage-people',
  z.object({ ...seat, userId: z.string().min(1).max(100) }),
  async ({ viewer, input, now }) => told(await changeRole(viewer, input, now)),
)

export const removeAction = action(
  'manage-people',
  z.object({ userId: z.string().min(1).max(100) }),
  async ({ viewer, input, now }) => told(await remove(viewer, input.userId, now)),
)
