import { and, asc, eq } from 'drizzle-orm'
import { acrossMerchants, type MerchantTx } from '@/lib/db/with-merchant'
import { createMerchant, listMerchants } from './merchants'
import type { Role } from './roles'
import { present } from '@/lib/result'
import { memberships, users } from './tables'

/** Makes sure that a person exists and has this role with this merchant; answers their user id. */
export function ensureMember(
  member: { merchantId: string; email: string; name: string; role: Role; storeIds: string[] },
  now: Date,
): Promise<string> {
  const email = member.email.trim().toLowerCase()
  return acrossMerchants(async (tx) => {
    await tx
      .insert(users)
      .values({ id: crypto.randomUUID(), email, name: member.name })
      .onConflictDoNothing({ target: users.email })
    const [user] = await tx.select({ id: users.id }).from(users).where(eq(users.email, email))
    const userId = user?.id ?? ''
    const { merchantId, role, storeIds } = member
    await tx
      .insert(memberships)
      .values({ merchantId, userId, role, storeIds, createdAt: now })
      .onConflictDoUpdate({ target: [memberships.merchantId, memberships.userId], set: { role, storeIds } })
    return userId
  })
}

/** The first owner of a merchant, who may be new as well. Safe to run again. */
export async function ensureOwner(
  owner: { email: string; name: string; merchantName: string },
  now: Date,
): Promise<{ merchantId: string; userId: string; created: boolean }> {
  const known = (await listMerchants()).find((merchant) => merchant.name === owner.merchantName)
  const merchantId =
    known?.id ??
    (await createMerchant(
      {
        name: owner.merchantName,
        timeZone: 'UTC',
        currency: 'USD',
        settings: { undoSeconds: 10, mailRecipients: [owner.email] },
      },
      now,
    ))
  const userId = await ensureMember(
    { merchantId, email: owner.email, name: owner.name, role: 'owner', storeIds: [] },
    now,
  )
  return { merchantId, userId, created: known === undefined }
}

export interface Member {
  userId: string
  name: string
  email: string
  role: Role
  /** Stores a `store` person sees; empty for the other roles. */
  storeIds: string[]
}

/** Everybody who works for the merchant, by name. */
export async function listMembers({ tx, merchantId }: MerchantTx): Promise<Member[]> {
  const rows = await tx
    .select({
      userId: users.id,
      name: users.name,
      email: users.email,
      role: memberships.role,
      storeIds: memberships.storeIds,
    })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(eq(memberships.merchantId, merchantId))
  return rows
    .map((row) => ({ ...row, name: row.name ?? row.email }))
    .toSorted((a, b) => a.name.localeCompare(b.name) || (a.userId < b.userId ? -1 : 1))
}

/** The same, their memberships locked until the transaction ends: two who change them come one after the other. */
export async function lockMembers(scope: MerchantTx): Promise<Member[]> {
  await scope.tx
    .select({ userId: memberships.userId })
    .from(memberships)
    .where(eq(memberships.merchantId, scope.merchantId))
    .orderBy(asc(memberships.userId))
    // Whoever assigns an order meanwhile only points at a membership, and need not wait.
    .for('no key update')
  return listMembers(scope)
}

/** Makes a person, who may be known from elsewhere, a member; their name is theirs. Answers their user id. */
export async function addMember(
  { tx, merchantId }: MerchantTx,
  member: Omit<Member, 'userId'>,
  now: Date,
): Promise<string> {
  const { email, name, role, storeIds } = member
  await tx
    .insert(users)
    .values({ id: crypto.randomUUID(), email, name })
    .onConflictDoNothing({ target: users.email })
  const [user] = await tx.select({ id: users.id }).from(users).where(eq(users.email, email))
  const userId = present(user, 'user just made').id
  await tx.insert(memberships).values({ merchantId, userId, role, storeIds, createdAt: now })
  return userId
}

export async function changeMember(
  { tx, merchantId }: MerchantTx,
  userId: string,
  seat: Pick<Member, 'role' | 'storeIds'>,
): Promise<void> {
  await tx
    .update(memberships)
    .set(seat)
    .where(and(eq(memberships.merchantId, merchantId), eq(memberships.userId, userId)))
}

export async function removeMember({ tx, merchantId }: MerchantTx, userId: string): Promise<void> {
  await tx
    .delete(memberships)
    .where(and(eq(memberships.merchantId, merchantId), eq(memberships.userId, userId)))
}

/** Mail addresses of a merchant's owners, for what only they can judge. */
export async function listOwnerAddresses({ tx, merchantId }: MerchantTx): Promise<string[]> {
  const rows = await tx
    .select({ email: users.email })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.merchantId, merchantId), eq(memberships.role, 'owner')))
    .orderBy(asc(memberships.createdAt), asc(users.id))
  return rows.map((row) => row.email)
}

/** Names of the merchant's owners, the longest-standing first: whom to ask for what only they may do. */
export async function listOwners({ tx, merchantId }: MerchantTx): Promise<string[]> {
  const rows = await tx
    .select({ name: users.name, email: users.email })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.merchantId, merchantId), eq(memberships.role, 'owner')))
    .orderBy(asc(memberships.createdAt), asc(users.id))
  return rows.map((row) => row.name ?? row.email)
}
