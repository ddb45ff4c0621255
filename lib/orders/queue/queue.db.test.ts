import { and, asc, eq, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/db/test-database'
import { readMerchant, withMerchant } from '@/lib/db/with-merchant'
import { deliver, exampleMerchant, item, later, placeOrder, type ExampleMerchant } from '../example-merchant'
import { workOffDelivery } from '../intake/intake'
import { listUnsettledDeliveries } from '@/lib/integrations/store'
import { getOrder } from '../order-row'
import { readQueue } from '../screens/queue-read'
import type { OrderState } from '../states'
import { orders, parts } from '../tables'
import { neighboursOf } from './neighbours'
import { deleteView, listViews, saveView } from './saved-views'
import { orderWords } from './tables'
import { NOBODY, SORTS, viewOf, type QueueSort, type QueueView } from './view'

useTestDatabase()
let shop: ExampleMerchant
let other: ExampleMerchant
const ids: string[] = []

/** 130 held orders, some received in the same moment; every seventh came back from a snooze. */
const COUNT = 130

beforeAll(async () => {
  shop = await exampleMerchant('shop', { kind: 'hold-if-short' })
  other = await exampleMerchant('rival', { kind: 'hold-if-short' })
  const first = await placeOrder(
    shop,
    '#1000',
    [{ sku: 'MUG-BLK', quantity: 2 }],
    [item('MUG-BLK', [1, 1, 0])],
  )
  ids.push(first)
  await withMerchant(shop.merchantId, async ({ tx, merchantId }) => {
    const [row] = await tx.select().from(orders).where(eq(orders.id, first))
    if (!row) throw new Error('no order')
    const stateOf = (n: number): OrderState =>
      n % 13 === 0 ? 'pushed' : n % 4 === 0 ? 'partly-pushed' : 'held'
    const copies = Array.from({ length: COUNT - 1 }, (_, index) => {
      const { id: _own, ...rest } = row
      const n = index + 1
      return {
        ...rest,
        merchantId,
        externalId: `copy-${n}`,
        number: `#${1000 + n}`,
        totalMinor: (n * 37) % 11,
        receivedAt: later(Math.floor(n / 3)),
        woken: n % 7 === 0,
        assigneeId: n % 5 === 0 ? shop.as('owner').userId : null,
        ready: n % 2 === 0,
        state: stateOf(n),
        holdReasons: n % 3 === 0 ? [{ code: 'paused' as const, lines: [], facts: {} }] : row.holdReasons,
      }
    })
    const made = await tx.insert(orders).values(copies).returning({ id: orders.id })
    ids.push(...made.map((each) => each.id))
  })
})

const read = (view: Partial<QueueView> & Pick<QueueView, 'tab'>, cursor: string | null = null) =>
  readQueue(shop.as('manager'), { ...view, cursor })
async function readAll(view: Partial<QueueView> & Pick<QueueView, 'tab'>): Promise<string[]> {
  const found: string[] = []
  let cursor: string | null = null
  do {
    const page = await read(view, cursor)
    found.push(...page.rows.map((row) => row.id))
    cursor = page.nextCursor
  } while (cursor)
  return found
}
/** The same by other means: everything read, filtered and sorted here. */
async function expected(tab: 'needs-action' | 'ready' | 'all', sort: QueueSort | null): Promise<string[]> {
  const rows = await withMerchant(shop.merchantId, ({ tx }) =>
    tx.select().from(orders).orderBy(asc(orders.id)),
  )
  const inTab = rows.filter((row) =>
    tab === 'all' ? true : row.state !== 'pushed' && (tab === 'needs-action' || row.ready),
  )
  const worked = tab !== 'all'
  const up = sort === null ? worked : sort === 'oldest'
  const value = (row: (typeof rows)[number]) => (sort === 'value' ? row.totalMinor : row.receivedAt.getTime())
  return inTab
    .toSorted((a, b) => {
      if (sort === null && worked && a.woken !== b.woken) return a.woken ? -1 : 1
      const by = value(a) - value(b) || (a.id < b.id ? -1 : 1)
      return up ? by : -by
    })
    .map((row) => row.id)
}

describe('a view of the queue', () => {
  const tabs = ['needs-action', 'ready', 'all'] as const
  const cases = tabs.flatMap((tab) => [null, ...SORTS].map((sort) => [tab, sort] as const))

  test.each(cases)('%s sorted by %s: its pages hold every order once, in order', async (tab, sort) => {
    expect(await readAll({ tab, sort })).toEqual(await expected(tab, sort))
  })

  test.each(cases)('%s sorted by %s: neighbours are those of the list', async (tab, sort) => {
    const list = await readAll({ tab, sort })
    await fc.assert(
      fc.asyncProperty(fc.nat(list.length - 1), async (at) => {
        const around = await readMerchant(shop.merchantId, async (scope) => {
          const row = await getOrder(scope, list[at] ?? '')
          if (!row) throw new Error('no order')
          return neighboursOf(scope, row, { ...viewOf(tab), sort })
        })
        expect(around).toEqual({ previousId: list[at - 1] ?? null, nextId: list[at + 1] ?? null })
      }),
      { numRuns: 12, seed: 7 },
    )
  })

  test('narrowed by reason, person, channel and age', async () => {
    const all = await withMerchant(shop.merchantId, ({ tx }) => tx.select().from(orders))
    const open = all.filter((row) => row.state !== 'pushed')
    const [channel] = (await read({ tab: 'all' })).channels
    const narrowed: [Partial<QueueView>, typeof all][] = [
      [{ reason: 'paused' }, open.filter((row) => row.holdReasons[0]?.code === 'paused')],
      [{ assignee: shop.as('owner').userId }, open.filter((row) => row.assigneeId !== null)],
      [
        { assignee: NOBODY, reason: 'paused' },
        open.filter((row) => row.assigneeId === null && row.holdReasons[0]?.code === 'paused'),
      ],
      [{ channel: channel?.id ?? '' }, open],
      [{ channel: '00000000-0000-4000-8000-000000000000' }, []],
    ]
    for (const [view, rows] of narrowed)
      expect((await readAll({ tab: 'needs-action', ...view })).toSorted()).toEqual(
        rows.map((row) => row.id).toSorted(),
      )
    await withMerchant(shop.merchantId, ({ tx }) =>
      tx
        .update(orders)
        .set({ receivedAt: sql`now() - interval '3 days'` })
        .where(eq(orders.id, ids[0] ?? '')),
    )
    expect(await readAll({ tab: 'needs-action', age: 'day' })).toContain(ids[0])
    expect(await readAll({ tab: 'needs-action', age: 'week' })).not.toContain(ids[0])
    await withMerchant(shop.merchantId, ({ tx }) =>
      tx
        .update(orders)
        .set({ receivedAt: later(0) })
        .where(eq(orders.id, ids[0] ?? '')),
    )
  })

  test.each([
    'nonsense',
    'w|soon|x',
    `-|2026-11-24T12:00:00Z|${"' or 1=1"}`,
    '-|5|00000000-0000-4000-8000-000000000000',
  ])('a cursor that was never given out begins the list anew: %s', async (cursor) => {
    const [wrong, first] = [await read({ tab: 'needs-action' }, cursor), await read({ tab: 'needs-action' })]
    expect(wrong.rows.map((row) => row.id)).toEqual(first.rows.map((row) => row.id))
  })
})

describe('search', () => {
  const numbers = async (search: string, tab: 'all' | 'needs-action' = 'all') =>
    (await read({ tab, search })).rows.map((row) => row.number)

  test('finds by the beginning of a number, a name, an email or a sku; all words must be met', async () => {
    const [row] = await withMerchant(shop.merchantId, ({ tx }) =>
      tx
        .select()
        .from(orders)
        .where(eq(orders.id, ids[0] ?? '')),
    )
    const { name, email } = row?.snapshot.customer ?? { name: '', email: '' }
    for (const search of [
      '#1000',
      '1000',
      'mug-b',
      'BLK',
      name,
      name.toUpperCase(),
      email,
      `${email.slice(0, 5)} 1000`,
    ])
      expect(await numbers(search), search).toEqual(['#1000'])
    for (const search of ['UG-BLK', '1000 nobody', 'rope', '%', "'; drop table orders"])
      expect(await numbers(search), search).toEqual([])
  })

  test('follows an edited order: what it no longer says finds it no longer', async () => {
    await deliver(shop, '#1000', [{ sku: 'CUP-RED', quantity: 2 }], later(500))
    const [deliveryId = ''] = await withMerchant(shop.merchantId, (scope) =>
      listUnsettledDeliveries(scope, later(1e6)),
    )
    await workOffDelivery(shop.merchantId, deliveryId, later(500))
    expect(await numbers('cup-red')).toEqual(['#1000'])
    expect(await numbers('mug-blk')).toEqual([])
  })

  test('finds by a whole sale number, and nothing of another merchant', async () => {
    const orderId = await placeOrder(
      other,
      '#7',
      [{ sku: 'SECRET', quantity: 2 }],
      [item('SECRET', [2, 0, 0])],
    )
    await withMerchant(other.merchantId, ({ tx }) =>
      tx
        .update(parts)
        .set({ ticketNumber: '220000017' })
        .where(and(eq(parts.orderId, orderId))),
    )
    const theirs = async (search: string) =>
      (await readQueue(other.as('manager'), { tab: 'all', cursor: null, search })).rows.map(
        (row) => row.number,
      )
    expect(await theirs('220000017')).toEqual(['#7'])
    expect(await theirs('22000001')).toEqual([])
    expect([await numbers('220000017'), await numbers('secret')]).toEqual([[], []])
  })

  test('the index answers: a beginning is a range, in spite of row-level security', async () => {
    const plan = await withMerchant(shop.merchantId, async ({ tx, merchantId }) => {
      await tx.execute(sql`set local enable_seqscan = off`)
      const { rows } = await tx.execute<Record<'QUERY PLAN', string>>(
        sql`explain select ${orderWords.orderId} from ${orderWords} where ${orderWords.merchantId} = ${merchantId} and ${orderWords.word} >= ${'mug'} and ${orderWords.word} < ${'mugz'}`,
      )
      return rows.map((row) => row['QUERY PLAN']).join('\n')
    })
    expect(plan).toMatch(/Index Cond: .*word >= 'mug'.*word < 'mugz'/)
  })
})

describe('saved views', () => {
  const view: QueueView = { ...viewOf('needs-action'), reason: 'paused', assignee: NOBODY }
  const listed = (role: 'manager' | 'owner' | 'viewer') =>
    readMerchant(shop.merchantId, async (scope) =>
      (await listViews(scope, shop.as(role))).map(({ name, own }) => `${name}${own ? ', own' : ''}`),
    )

  test('own ones are one’s own, shared ones everybody’s; only the owner deletes', async () => {
    expect(await saveView(shop.as('manager'), { name: 'Mine', shared: false, view }, later(1))).toMatchObject(
      { ok: true },
    )
    await saveView(shop.as('manager'), { name: 'Ours', shared: true, view }, later(1))
    await saveView(shop.as('viewer'), { name: 'Look', shared: false, view }, later(1))
    expect(await listed('manager')).toEqual(['Mine, own', 'Ours, own'])
    expect(await listed('owner')).toEqual(['Ours'])
    expect(await listed('viewer')).toEqual(['Look, own', 'Ours'])
    const ours = await readMerchant(shop.merchantId, async (scope) =>
      (await listViews(scope, shop.as('owner'))).find((each) => each.name === 'Ours'),
    )
    expect(ours?.view).toEqual(view)
    expect(await deleteView(shop.as('owner'), ours?.id ?? '')).toMatchObject({
      refusal: { kind: 'not-found' },
    })
    expect(await deleteView(other.as('owner'), ours?.id ?? '')).toMatchObject({
      refusal: { kind: 'not-found' },
    })
    expect(await deleteView(shop.as('manager'), ours?.id ?? '')).toMatchObject({ ok: true })
  })

  test('a name is taken once; who may only look shares nothing', async () => {
    await saveView(shop.as('owner'), { name: 'Twice', shared: false, view }, later(1))
    expect(await saveView(shop.as('owner'), { name: 'Twice', shared: false, view }, later(1))).toMatchObject({
      refusal: { kind: 'name-taken' },
    })
    expect(await saveView(shop.as('viewer'), { name: 'X', shared: true, view }, later(1))).toMatchObject({
      refusal: { kind: 'not-permitted' },
    })
  })
})
