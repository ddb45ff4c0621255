import { eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/db/test-database'
import { withMerchant } from '@/lib/db/with-merchant'
import { figuresOf, type FoundSale } from '../attention/found-sale'
import { getLook } from '../attention/looks'
import { judgeLook } from '../attention/remedies'
import { remedies } from '../attention/tables'
import { exampleMerchant, item, later, NOW, placeOrder, type ExampleMerchant } from '../example-merchant'
import { readOrder } from '../screens/order/order-read'
import { readQueue } from '../screens/queue-read'
import { history, orders, parts } from '../tables'
import { adoptSale, archiveSale, lookAgain, pushAgain, putBack, refundSale } from './attention'
import { pushWhole } from './commands'

useTestDatabase()
let acme: ExampleMerchant
let other: ExampleMerchant
beforeAll(async () => {
  acme = await exampleMerchant('acme', { kind: 'hold-if-short' })
  other = await exampleMerchant('other', { kind: 'best-store' })
})

const choices = () => [
  {
    posAccountId: acme.posAccountId,
    registers: [
      { shopId: '1', id: '1', name: 'Web', open: true },
      { shopId: '2', id: '2', name: 'Web', open: true },
    ],
    paymentTypes: [{ id: '3', name: 'Web' }],
  },
]

/** A pushed order beside whose sale Lightspeed holds another completed one, and an open one. */
async function inAttention(number: string, change: Partial<FoundSale> = {}) {
  const sku = `MUG${number}`
  const orderId = await placeOrder(acme, number, [{ sku, quantity: 2 }], [item(sku, [1, 1, 0])])
  const version = async () => (await rowOf(orderId)).version
  const storeId = acme.stores['Bend'] ?? ''
  await pushWhole(acme.as('owner'), { orderId, version: await version(), storeId, acceptShort: true }, NOW)
  const [part] = await withMerchant(acme.merchantId, ({ tx }) =>
    tx
      .update(parts)
      .set({ state: 'completed', saleId: `${number}-10`, ticketNumber: '10', completedAt: NOW })
      .where(eq(parts.orderId, orderId))
      .returning(),
  )
  await withMerchant(acme.merchantId, ({ tx }) =>
    tx.update(orders).set({ state: 'pushed' }).where(eq(orders.id, orderId)),
  )
  if (!part) throw new Error('no part')
  const own: FoundSale = {
    posAccountId: acme.posAccountId,
    id: `${number}-10`,
    ticketNumber: '10',
    referenceNumber: part.referenceNumber,
    shopId: '1',
    state: 'completed',
    totalMinor: part.money.totalMinor,
    refunded: 'no',
    refundedMinor: 0,
    refundTickets: [],
    lines: part.lines.map((line, i) => ({
      id: String(i),
      itemId: line.externalItemId,
      quantity: line.quantity,
    })),
  }
  const extra = { ...own, id: `${number}-11`, ticketNumber: '11', ...change }
  const open: FoundSale = { ...own, id: `${number}-12`, ticketNumber: '12', state: 'open' }
  const look = { sales: [own, extra, open], choices: choices() }
  await judgeLook(acme.merchantId, orderId, look, NOW, [], NOW)
  const of = (sale: FoundSale) => ({
    ordinal: 1,
    posAccountId: acme.posAccountId,
    saleId: sale.id,
    figures: figuresOf(sale),
  })
  const refund = { registerId: '1', paymentTypeId: '3', amountMinor: extra.totalMinor }
  return { seen: { orderId, version: await version() }, own, extra, open, of, refund, look }
}

const rowOf = (orderId: string) =>
  withMerchant(acme.merchantId, async ({ tx }) => {
    const [row] = await tx.select().from(orders).where(eq(orders.id, orderId))
    if (!row) throw new Error('no order')
    return row
  })
const ordered = (orderId: string) =>
  withMerchant(acme.merchantId, ({ tx }) => tx.select().from(remedies).where(eq(remedies.orderId, orderId)))
const told = async (orderId: string) => {
  const rows = await withMerchant(acme.merchantId, ({ tx }) =>
    tx.select().from(history).where(eq(history.orderId, orderId)).orderBy(history.id),
  )
  return rows.at(-1)
}
const jobs = async (orderId: string) => {
  const { rows } = await withMerchant(acme.merchantId, ({ tx }) =>
    tx.execute(sql`select name from jobs.job where name = 'settle' and data ->> 'orderId' = ${orderId}`),
  )
  return rows.length
}
type Case = Awaited<ReturnType<typeof inAttention>>
const commands: [string, (who: ReturnType<ExampleMerchant['as']>, one: Case) => Promise<unknown>][] = [
  ['look again', (who, { seen }) => lookAgain(who, seen, NOW)],
  [
    'adopt',
    (who, { seen, of, extra }) => adoptSale(who, { ...seen, ...of(extra), acceptDifference: true }, NOW),
  ],
  ['archive', (who, { seen, of, open }) => archiveSale(who, { ...seen, ...of(open) }, NOW)],
  [
    'refund',
    (who, { seen, of, extra, refund }) => refundSale(who, { ...seen, ...of(extra), ...refund }, NOW),
  ],
  [
    'push again',
    (who, { seen }) => pushAgain(who, { ...seen, ordinal: 1, posAccountId: acme.posAccountId }, NOW),
  ],
  [
    'put back',
    (who, { seen }) => putBack(who, { ...seen, ordinal: 1, posAccountId: acme.posAccountId }, NOW),
  ],
]

describe('an order in attention', () => {
  test('is found in its tab, with the sales beside the part', async () => {
    const { seen } = await inAttention('#701')
    const { rows } = await readQueue(acme.as('viewer'), { tab: 'attention', cursor: null, search: '#701' })
    expect(rows).toMatchObject([{ id: seen.orderId, attention: expect.stringContaining('too many') }])
    const screen = await readOrder(acme.as('manager'), seen.orderId, { tab: 'attention' })
    expect(screen?.settling?.parts).toMatchObject([
      {
        title: 'Part 1, Bend',
        pushAgain: null,
        sales: [
          { own: true, state: 'Completed', refund: { can: { allowed: true } }, adopt: null, archive: null },
          {
            own: false,
            refund: { can: { allowed: true } },
            adopt: { can: { allowed: true }, differs: null },
          },
          { state: 'Open', archive: { can: { allowed: true } }, refund: null, adopt: null },
        ],
      },
    ])
  })

  test('row, history and job of an order are there together', async () => {
    const one = await inAttention('#702')
    const before = await jobs(one.seen.orderId)
    expect(
      await refundSale(acme.as('manager'), { ...one.seen, ...one.of(one.extra), ...one.refund }, later(5)),
    ).toMatchObject({ ok: true, value: { message: 'Refund the sale: under way for order #702.' } })
    expect(await ordered(one.seen.orderId)).toMatchObject([
      {
        kind: 'refund',
        state: 'asked',
        registerId: '1',
        paymentTypeId: '3',
        amountMinor: one.extra.totalMinor,
        tries: 0,
      },
    ])
    expect(await told(one.seen.orderId)).toMatchObject({
      kind: 'remedy-asked',
      actor: { kind: 'person', name: 'manager' },
      data: { what: 'refund', saleId: one.extra.id },
    })
    expect(await rowOf(one.seen.orderId)).toMatchObject({ version: one.seen.version + 1, state: 'pushed' })
    expect(await jobs(one.seen.orderId)).toBeGreaterThanOrEqual(Math.max(1, before))
  })

  test('a look that finds the facts right ends it, and grows the version only when there is news', async () => {
    const { seen, own, look } = await inAttention('#703')
    await judgeLook(acme.merchantId, seen.orderId, look, later(1), [], later(1))
    expect(await rowOf(seen.orderId)).toMatchObject({ version: seen.version, attention: 'several-sales' })
    await judgeLook(acme.merchantId, seen.orderId, { ...look, sales: [own] }, later(2), [], later(2))
    expect(await rowOf(seen.orderId)).toMatchObject({ version: seen.version + 1, attention: null })
    expect(await told(seen.orderId)).toMatchObject({ kind: 'attention-cleared' })
  })

  test('a look asked for while another is made is still to be made', async () => {
    const { seen, look } = await inAttention('#704')
    expect(await lookAgain(acme.as('manager'), seen, later(10))).toMatchObject({ ok: true })
    await judgeLook(acme.merchantId, seen.orderId, look, later(5), [], later(11))
    const asked = () => withMerchant(acme.merchantId, (scope) => getLook(scope, seen.orderId))
    expect((await asked())?.askedAt).toEqual(later(10))
    await judgeLook(acme.merchantId, seen.orderId, look, later(12), [], later(13))
    expect((await asked())?.askedAt).toBeNull()
  })
})

describe('who may settle', () => {
  test.each(['viewer', 'store'] as const)('%s is refused by every command itself', async (role) => {
    const one = await inAttention(`#71${role.length}`)
    for (const [, command] of commands)
      expect(await command(acme.as(role), one)).toMatchObject({
        ok: false,
        refusal: { kind: 'not-permitted' },
      })
    expect(await ordered(one.seen.orderId)).toEqual([])
    expect(await rowOf(one.seen.orderId)).toMatchObject({ version: one.seen.version })
  })

  test('another merchant’s people do not find it', async () => {
    const one = await inAttention('#720')
    for (const [, command] of commands)
      expect(await command(other.as('owner'), one)).toMatchObject({
        ok: false,
        refusal: { kind: 'not-found' },
      })
    expect(await ordered(one.seen.orderId)).toEqual([])
  })

  test.each(commands.slice(0, 4))(
    'of two who press %s at once one wins, the other is told who and what',
    async (name, command) => {
      const one = await inAttention(`#73${name.length}`)
      const results = await Promise.all([command(acme.as('manager'), one), command(acme.as('owner'), one)])
      expect(results.filter((result) => (result as { ok: boolean }).ok)).toHaveLength(1)
      expect(results.find((result) => !(result as { ok: boolean }).ok)).toMatchObject({
        refusal: { kind: 'order-changed', by: expect.stringMatching(/manager|owner/) },
      })
      expect((await ordered(one.seen.orderId)).length).toBe(name === 'look again' ? 0 : 1)
    },
  )
})

describe('what is refused', () => {
  const no = (because: RegExp) => ({
    ok: false,
    refusal: { kind: 'not-now', because: expect.stringMatching(because) },
  })
  const manager = () => acme.as('manager')

  test('anything, once nothing is to be settled any more', async () => {
    const one = await inAttention('#740')
    await judgeLook(acme.merchantId, one.seen.orderId, { ...one.look, sales: [one.own] }, NOW, [], NOW)
    const now = { ...one, seen: { ...one.seen, version: one.seen.version + 1 } }
    for (const [, command] of commands)
      expect(await command(manager(), now)).toMatchObject(no(/Nothing of this order is to be settled/))
  })

  test('a second order while the first is being carried out', async () => {
    const one = await inAttention('#741')
    await archiveSale(manager(), { ...one.seen, ...one.of(one.open) }, NOW)
    const now = { ...one, seen: { ...one.seen, version: one.seen.version + 1 } }
    for (const [, command] of commands)
      expect(await command(manager(), now)).toMatchObject(no(/Archive the sale is still being carried out/))
    expect(await ordered(one.seen.orderId)).toHaveLength(1)
  })

  test('what makes no sense for the sale or the part', async () => {
    const { seen, of, own, extra, open, refund } = await inAttention('#742')
    const part = { ordinal: 1, posAccountId: acme.posAccountId }
    const senseless = no(/makes no sense/)
    expect(await archiveSale(manager(), { ...seen, ...of(extra) }, NOW)).toMatchObject(senseless)
    expect(await refundSale(manager(), { ...seen, ...of(open), ...refund }, NOW)).toMatchObject(senseless)
    expect(await adoptSale(manager(), { ...seen, ...of(own), acceptDifference: true }, NOW)).toMatchObject(
      senseless,
    )
    expect(await pushAgain(manager(), { ...seen, ...part }, NOW)).toMatchObject(senseless)
    expect(await putBack(manager(), { ...seen, ...part, ordinal: 9 }, NOW)).toMatchObject(senseless)
    const unknown = { ...of(extra), saleId: 'none' }
    expect(await refundSale(manager(), { ...seen, ...unknown, ...refund }, NOW)).toMatchObject(senseless)
  })

  test('a sale other than the person saw, and a difference nobody confirmed', async () => {
    const { seen, of, extra, refund } = await inAttention('#743', { totalMinor: 500 })
    const stale = { ...of(extra), figures: 'completed 499 1 no 0' }
    expect(await refundSale(manager(), { ...seen, ...stale, ...refund }, NOW)).toMatchObject(
      no(/changed meanwhile/),
    )
    expect(await adoptSale(manager(), { ...seen, ...of(extra), acceptDifference: false }, NOW)).toMatchObject(
      no(/instead of .* Confirm that you take it as it is/),
    )
    expect(await adoptSale(manager(), { ...seen, ...of(extra), acceptDifference: true }, NOW)).toMatchObject({
      ok: true,
    })
  })

  test('a register of another store, a payment type that is not there, another amount, a part of it gone', async () => {
    const { seen, of, extra, refund } = await inAttention('#744')
    const press = (change: Partial<typeof refund>) =>
      refundSale(manager(), { ...seen, ...of(extra), ...refund, ...change }, NOW)
    expect(await press({ registerId: '2' })).toMatchObject(no(/register of the store/))
    expect(await press({ registerId: '77' })).toMatchObject(no(/register of the store/))
    expect(await press({ paymentTypeId: '9' })).toMatchObject(no(/payment type/))
    expect(await press({ amountMinor: 1 })).toMatchObject(no(/amount/))
    const half = await inAttention('#745', { refunded: 'partly', refundedMinor: 5 })
    expect(
      await refundSale(manager(), { ...half.seen, ...half.of(half.extra), ...half.refund }, NOW),
    ).toMatchObject(no(/refunded already/))
  })
})
