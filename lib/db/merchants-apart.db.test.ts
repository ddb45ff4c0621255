import { eq, sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { createMerchant } from '@/lib/access/merchants'
import { auditEntries } from '@/lib/access/tables'
import { database } from './client'
import { useTestDatabase } from './test-database'
import { withMerchant } from './with-merchant'

useTestDatabase()

/** Tables that belong to no merchant, each with its reason. */
const EXCEPTIONS: Record<string, string> = {
  merchants: 'the merchants themselves',
  users: 'a person may be a member of several merchants',
  sessions: 'belongs to a person',
  verification_tokens: 'belongs to an address, before anybody is known',
  sign_in_requests: 'counts mails per hashed address',
  worker_beats: 'belongs to a process',
}

const now = new Date('2026-11-24T12:00:00Z')
const settings = { undoSeconds: 10, mailRecipients: [] }
const merchant = (name: string) => createMerchant({ name, timeZone: 'UTC', currency: 'USD', settings }, now)
const entry = (merchantId: string) => ({ merchantId, at: now, actorId: 'x', what: 'test' })

interface TableRow extends Record<string, unknown> {
  name: string
  has_merchant: boolean
  secured: boolean
  forced: boolean
  policies: number
  points_to_merchants: boolean
}

describe('merchants are kept apart', () => {
  test('every table has a merchant, points to it, and is secured even against its owner', async () => {
    const { rows } = await database().execute<TableRow>(sql`
      select c.relname as name,
        exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'merchant_id' and a.attnotnull) as has_merchant,
        c.relrowsecurity as secured,
        c.relforcerowsecurity as forced,
        (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies,
        exists (select 1 from pg_constraint f where f.conrelid = c.oid and f.confrelid = 'merchants'::regclass) as points_to_merchants
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind = 'r' order by 1`)
    expect(rows.length).toBeGreaterThan(15)
    const apart = rows.filter((row) => !(row.name in EXCEPTIONS))
    const wrong = apart.filter(
      (row) =>
        !row.has_merchant || !row.secured || !row.forced || row.policies !== 1 || !row.points_to_merchants,
    )
    expect(wrong).toEqual([])
    expect(rows.filter((row) => row.name in EXCEPTIONS)).toHaveLength(Object.keys(EXCEPTIONS).length)
  })

  test('a query without a merchant returns no row; one merchant sees and writes only its own', async () => {
    const [a, b] = [await merchant('a'), await merchant('b')]
    await withMerchant(a, ({ tx }) => tx.insert(auditEntries).values(entry(a)))
    expect(await database().select().from(auditEntries)).toEqual([])
    expect(await withMerchant(b, ({ tx }) => tx.select().from(auditEntries))).toEqual([])
    expect(await withMerchant(a, ({ tx }) => tx.select().from(auditEntries))).toHaveLength(1)
    await expect(withMerchant(b, ({ tx }) => tx.insert(auditEntries).values(entry(a)))).rejects.toThrow()
    await withMerchant(b, ({ tx }) =>
      tx.update(auditEntries).set({ what: 'stolen' }).where(eq(auditEntries.merchantId, a)),
    )
    expect(await withMerchant(a, ({ tx }) => tx.select().from(auditEntries))).toMatchObject([
      { what: 'test' },
    ])
  })

  test('the setting ends with its transaction: the next use of a connection starts with nobody', async () => {
    const a = await merchant('c')
    await withMerchant(a, ({ tx }) => tx.insert(auditEntries).values(entry(a)))
    await expect(
      withMerchant(a, async () => {
        throw new Error('broken off')
      }),
    ).rejects.toThrow('broken off')
    for (let i = 0; i < 12; i += 1) expect(await database().select().from(auditEntries)).toEqual([])
  })
})
