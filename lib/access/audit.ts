import { and, desc, eq, inArray } from 'drizzle-orm'
import type { MerchantTx } from '@/lib/db/with-merchant'
import { auditEntries, users } from './tables'

export interface Change {
  at: Date
  /** A user id; the product's own doings have words of their own, such as `demo`. */
  actorId: string
  what: string
  /** The id of what it was done to. */
  subject: string
  before?: unknown
  after?: unknown
}

/** Writes who changed what outside the orders, in the transaction that changes it. Rows are never edited. */
export async function recordChange({ tx, merchantId }: MerchantTx, change: Change): Promise<void> {
  await tx.insert(auditEntries).values({ ...change, merchantId })
}

export interface ChangeRow {
  at: Date
  what: string
  /** The person's name; `Order Queue` for what no person did. */
  by: string
  before: unknown
  after: unknown
}

/** The latest changes of one subject, newest first. */
export async function listChanges(
  { tx, merchantId }: MerchantTx,
  subject: string,
  limit: number,
): Promise<ChangeRow[]> {
  const rows = await tx
    .select({
      at: auditEntries.at,
      what: auditEntries.what,
      name: users.name,
      email: users.email,
      before: auditEntries.before,
      after: auditEntries.after,
    })
    .from(auditEntries)
    .leftJoin(users, eq(users.id, auditEntries.actorId))
    .where(and(eq(auditEntries.merchantId, merchantId), eq(auditEntries.subject, subject)))
    .orderBy(desc(auditEntries.at), desc(auditEntries.id))
    .limit(limit)
  return rows.map(({ name, email, ...row }) => ({ ...row, by: name ?? email ?? 'Order Queue' }))
}

/** Names of people by user id, for rows that keep only the id; a former member keeps theirs. */
export async function namesOf({ tx }: MerchantTx, userIds: string[]): Promise<Map<string, string>> {
  if (userIds.length === 0) return new Map()
  const rows = await tx
    .select({ id: users.id, name: users.name, email: users.email })
    .from(users)
    .where(inArray(users.id, [...new Set(userIds)]))
  return new Map(rows.map((row) => [row.id, row.name ?? row.email]))
}
