import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { auditEntries, memberships, merchants, users } from '@/lib/access/tables'
import { posAccounts } from '@/lib/pos-accounts/tables'
import { database, pool } from './client'
import { useTestDatabase } from './test-database'
import { acrossMerchants, withMerchant } from './with-merchant'

useTestDatabase()

/** Tables that belong to no merchant, each with its reason; every other one must belong to exactly one. */
const OF_NO_MERCHANT: Record<string, string> = {
  merchants: 'the merchants themselves',
  users: 'a person may work for several merchants; memberships say which',
  sessions: 'belong to a person',
  verification_tokens: 'asked for before anybody is signed in',
  sign_in_requests: 'counted before anybody is signed in',
  worker_beats: 'the deployment’s own',
}

const createdAt = new Date('2026-11-24T12:00:00Z')
const ids = { a: '', b: '' }

beforeAll(async () => {
  const made = await database()
    .insert(merchants)
    .values(
      ['A', 'B'].map((name) => ({
        name,
        timeZone: 'UTC',
        currency: 'USD',
        settings: { undoSeconds: 10, mailRecipients: [] },
        createdAt,
      })),
    )
    .returning()
  for (const { id, name } of made) ids[name === 'A' ? 'a' : 'b'] = id
  await acrossMerchants(async (tx) => {
    await tx.insert(posAccounts).values([account(ids.a), account(ids.b)])
    await tx
      .insert(auditEntries)
      .values([ids.a, ids.b].map((merchantId) => ({ merchantId, at: createdAt, actorId: 'x', what: 'made' })))
  })
})

const account = (merchantId: string) => ({
  merchantId,
  series: 'r-series' as const,
  externalId: `of-${merchantId}`,
  name: 'Account',
  currency: 'USD',
  state: 'connected' as const,
  accessToken: 'sealed',
  refreshToken: 'sealed',
  accessTokenExpiresAt: createdAt,
  settings: { employeeId: '1', paymentTypes: {}, shippingItemId: null, roundingPerLineMinor: 1 },
  createdAt,
})

interface TableFacts {
  name: string
  merchantColumn: 'not null' | 'nullable' | null
  toMerchants: boolean
  enabled: boolean
  forced: boolean
  policies: number
}

async function tables(): Promise<TableFacts[]> {
  const { rows } = await pool().query<TableFacts>(`
    select c.relname as name,
      (select case when a.attnotnull then 'not null' else 'nullable' end from pg_attribute a
        where a.attrelid = c.oid and a.attname = 'merchant_id' and not a.attisdropped) as "merchantColumn",
      exists (select 1 from pg_constraint k join pg_attribute a on a.attrelid = c.oid and a.attnum = any (k.conkey)
        where k.conrelid = c.oid and k.contype = 'f' and k.confrelid = 'merchants'::regclass
          and a.attname = 'merchant_id') as "toMerchants",
      c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
      (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies
    from pg_class c where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace order by 1`)
  return rows
}

describe('every table', () => {
  it('belongs to exactly one merchant by column, foreign key and forced row-level security, or is named here', async () => {
    const found = await tables()
    expect(found.length).toBeGreaterThan(15)
    for (const { name, ...facts } of found.filter((table) => !(table.name in OF_NO_MERCHANT)))
      expect({ name, ...facts }).toEqual({
        name,
        merchantColumn: 'not null',
        toMerchants: true,
        enabled: true,
        forced: true,
        policies: 1,
      })
  })

  it('named as an exception is there and has no merchant column', async () => {
    const found = new Map((await tables()).map((table) => [table.name, table.merchantColumn]))
    for (const name of Object.keys(OF_NO_MERCHANT)) expect([name, found.get(name)]).toEqual([name, null])
  })

  it('is read by a role that row-level security binds', async () => {
    const { rows } = await pool().query(
      'select rolsuper, rolbypassrls from pg_roles where rolname = current_user',
    )
    expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false }])
  })
})

describe('a session', () => {
  it('that names no merchant sees no row, and writes none', async () => {
    expect(await database().select().from(posAccounts)).toEqual([])
    await expect(database().insert(posAccounts).values(account(ids.a))).rejects.toMatchObject({
      cause: { code: '42501' },
    })
  })

  it('of one merchant sees its own rows only, though both are there', async () => {
    const seen = await withMerchant(ids.a, ({ tx }) => tx.select().from(posAccounts))
    expect(seen.map((row) => row.merchantId)).toEqual([ids.a])
    const all = await acrossMerchants((tx) => tx.select().from(posAccounts))
    expect(all.map((row) => row.merchantId).toSorted()).toEqual([ids.a, ids.b].toSorted())
  })

  it('leaves nothing behind on the connection it used', async () => {
    await withMerchant(ids.a, ({ tx }) => tx.select().from(posAccounts))
    const rows = await Promise.all(Array.from({ length: 12 }, () => database().select().from(posAccounts)))
    expect(rows.flat()).toEqual([])
  })

  it('cannot write a row for another merchant', async () => {
    const write = withMerchant(ids.a, ({ tx }) =>
      tx.insert(auditEntries).values({ merchantId: ids.b, at: createdAt, actorId: 'x', what: 'smuggled' }),
    )
    await expect(write).rejects.toMatchObject({ cause: { code: '42501' } })
  })

  it('cannot change or delete another merchant’s rows', async () => {
    const touched = await withMerchant(ids.a, async ({ tx }) => ({
      changed: await tx
        .update(posAccounts)
        .set({ name: 'taken' })
        .where(eq(posAccounts.merchantId, ids.b))
        .returning(),
      deleted: await tx.delete(posAccounts).where(eq(posAccounts.merchantId, ids.b)).returning(),
    }))
    expect(touched).toEqual({ changed: [], deleted: [] })
    const theirs = await withMerchant(ids.b, ({ tx }) => tx.select().from(posAccounts))
    expect(theirs.map((row) => row.name)).toEqual(['Account'])
  })

  it('cannot hand its own row to another merchant', async () => {
    const give = withMerchant(ids.a, ({ tx }) => tx.update(auditEntries).set({ merchantId: ids.b }))
    await expect(give).rejects.toMatchObject({ cause: { code: '42501' } })
  })

  it('cannot make anybody a member of another merchant', async () => {
    await database().insert(users).values({ id: 'eve', email: 'eve@shop.example' }).onConflictDoNothing()
    const join = withMerchant(ids.a, ({ tx }) =>
      tx.insert(memberships).values({ merchantId: ids.b, userId: 'eve', role: 'owner', createdAt }),
    )
    await expect(join).rejects.toMatchObject({ cause: { code: '42501' } })
  })
})
