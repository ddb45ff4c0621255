import { recordChange } from '@/lib/access/audit'
import { addMember, changeMember, lockMembers, removeMember, type Member } from '@/lib/access/members'
import { whyNot, type Role } from '@/lib/access/roles'
import { findMemberByEmail, type Viewer } from '@/lib/access/viewer'
import { withMerchant, type MerchantTx } from '@/lib/db/with-merchant'
import { queueMail } from '@/lib/email/outbox'
import { ok, refuse, type Result } from '@/lib/result'
import { listStores } from '@/lib/stores/store'
import { LAST_OWNER } from './screen'
import { ROLE_WORDS } from './words'

export type TeamRefusal = {
  kind: 'not-permitted' | 'not-found' | 'member-already' | 'works-elsewhere' | 'last-owner' | 'no-store'
  because: string
}
export type TeamAnswer = Result<{ message: string }, TeamRefusal>

interface Seat {
  role: Role
  /** Those a store person sees; ignored for the other roles. */
  storeIds: string[]
}

/** The frame of every change: an owner, all memberships of the merchant under lock. */
function asOwner(
  viewer: Viewer,
  work: (scope: MerchantTx, members: Member[]) => Promise<TeamAnswer>,
): Promise<TeamAnswer> {
  const because = whyNot(viewer.role, 'manage-people')
  if (because !== null) return Promise.resolve(refuse({ kind: 'not-permitted', because }))
  return withMerchant(viewer.merchantId, async (scope) => {
    const members = await lockMembers(scope)
    // Somebody may have removed or changed whoever asks while they waited for the lock.
    const asks = members.find((member) => member.userId === viewer.userId)
    const now = asks ? whyNot(asks.role, 'manage-people') : GONE.because
    return now === null ? work(scope, members) : refuse({ kind: 'not-permitted', because: now })
  })
}

/** Makes somebody a member and mails them that they are; `signInUrl` is where they ask for their link. */
export async function invite(
  viewer: Viewer,
  input: Seat & { email: string; name: string; signInUrl: string },
  now: Date,
): Promise<TeamAnswer> {
  const email = input.email.trim().toLowerCase()
  // A person signs in to their oldest membership: a second one would lead nowhere.
  const elsewhere = await findMemberByEmail(email)
  return asOwner(viewer, async (scope, members) => {
    const known = members.find((member) => member.email === email)
    if (known)
      return refuse({
        kind: 'member-already',
        because: `${known.name} works here already, as ${ROLE_WORDS[known.role].title.toLowerCase()}.`,
      })
    if (elsewhere && elsewhere.merchantId !== viewer.merchantId)
      return refuse({
        kind: 'works-elsewhere',
        because:
          'This address cannot be invited: it signs in somewhere else already. Use another one of theirs.',
      })
    const seat = await seatOf(scope, input)
    if (!seat.ok) return seat
    const userId = await addMember(scope, { email, name: input.name.trim(), ...seat.value }, now)
    await recordChange(scope, {
      at: now,
      actorId: viewer.userId,
      what: 'member-invited',
      subject: userId,
      after: seat.value,
    })
    const { title, may } = ROLE_WORDS[input.role]
    await queueMail(
      scope,
      {
        recipients: [email],
        orderId: null,
        message: {
          kind: 'invited',
          merchantName: viewer.merchantName,
          invitedBy: viewer.name,
          email,
          may: `${title}. ${may}`,
          signInUrl: input.signInUrl,
        },
      },
      now,
    )
    return ok({ message: `${input.name.trim()} is invited: a mail is on its way to ${email}.` })
  })
}

/** Gives a member another role, or other stores. */
export function changeRole(viewer: Viewer, input: Seat & { userId: string }, now: Date): Promise<TeamAnswer> {
  return asOwner(viewer, async (scope, members) => {
    const member = members.find((each) => each.userId === input.userId)
    if (!member) return refuse(GONE)
    if (input.role !== 'owner' && isLastOwner(member, members))
      return refuse({ kind: 'last-owner', because: LAST_OWNER })
    const seat = await seatOf(scope, input)
    if (!seat.ok) return seat
    await changeMember(scope, member.userId, seat.value)
    await recordChange(scope, {
      at: now,
      actorId: viewer.userId,
      what: 'member-changed',
      subject: member.userId,
      before: { role: member.role, storeIds: member.storeIds },
      after: seat.value,
    })
    return ok({ message: `${member.name} is ${ROLE_WORDS[input.role].title.toLowerCase()} now.` })
  })
}

/** Ends a membership: the person sees nothing of this merchant from then on. */
export function remove(viewer: Viewer, userId: string, now: Date): Promise<TeamAnswer> {
  return asOwner(viewer, async (scope, members) => {
    const member = members.find((each) => each.userId === userId)
    if (!member) return refuse(GONE)
    if (isLastOwner(member, members)) return refuse({ kind: 'last-owner', because: LAST_OWNER })
    await removeMember(scope, userId)
    await recordChange(scope, {
      at: now,
      actorId: viewer.userId,
      what: 'member-removed',
      subject: userId,
      before: { role: member.role, storeIds: member.storeIds },
    })
    return ok({ message: `${member.name} no longer works here.` })
  })
}

const GONE: TeamRefusal = { kind: 'not-found', because: 'This person works here no longer.' }

const isLastOwner = (member: Member, members: Member[]): boolean =>
  member.role === 'owner' && members.filter((each) => each.role === 'owner').length === 1

/** Stores are kept for store people alone, who need at least one; only the merchant's own count. */
async function seatOf(scope: MerchantTx, { role, storeIds }: Seat): Promise<Result<Seat, TeamRefusal>> {
  if (role !== 'store') return ok({ role, storeIds: [] })
  const own = new Set((await listStores(scope)).map((store) => store.id))
  const chosen = [...new Set(storeIds)].filter((id) => own.has(id))
  return chosen.length === 0
    ? refuse({ kind: 'no-store', because: 'Choose at least one store that this person sees.' })
    : ok({ role, storeIds: chosen })
}
