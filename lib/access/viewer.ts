import { asc, eq, type SQL } from 'drizzle-orm'
import { acrossMerchants } from '@/lib/db/with-merchant'
import type { Role } from './roles'
import { memberships, merchants, users } from './tables'

/** The person who looks or acts, bound to the one merchant they act for. */
export interface Viewer {
  userId: string
  name: string
  email: string
  merchantId: string
  merchantName: string
  /** IANA name, e.g. "America/New_York". */
  timeZone: string
  role: Role
  /** Stores a `store` person sees; empty for the other roles. */
  storeIds: string[]
}

/** The person's oldest membership, or null when nobody has invited them (any more). */
export function findMember(userId: string): Promise<Viewer | null> {
  return firstMember(eq(users.id, userId))
}

/** The same by address, as stored: lower case. Null for every address that nobody invited. */
export function findMemberByEmail(email: string): Promise<Viewer | null> {
  return firstMember(eq(users.email, email))
}

function firstMember(who: SQL): Promise<Viewer | null> {
  return acrossMerchants(async (tx) => {
    const [row] = await tx
      .select({
        userId: users.id,
        name: users.name,
        email: users.email,
        merchantId: merchants.id,
        merchantName: merchants.name,
        timeZone: merchants.timeZone,
        role: memberships.role,
        storeIds: memberships.storeIds,
      })
      .from(memberships)
      .innerJoin(users, eq(users.id, memberships.userId))
      .innerJoin(merchants, eq(merchants.id, memberships.merchantId))
      .where(who)
      .orderBy(asc(memberships.createdAt), asc(memberships.merchantId))
      .limit(1)
    return row ? { ...row, name: row.name ?? row.email } : null
  })
}
