import { setTimeout as pause } from 'node:timers/promises'
import { seededRandom } from '../../../lib/commands/test-orders/seeded-random'
import { pushWhole } from '../../../lib/orders/commands/commands'
import { readOrder } from '../../../lib/orders/screens/order/order-read'
import { readQueue } from '../../../lib/orders/screens/queue-read'
import type { OrderScreen } from '../../../lib/orders/screens/screen-types'
import { readChecks } from '../../../lib/orders/verify/checks-screen'
import { deliver, ITEMS, NOBODY_HAS, type FleetMerchant } from '../../fleet/merchants'
import { openFleet, type Fleet } from '../../fleet/stage'
import { OwnDatabase } from './database'
import { judge, type Verdict } from './judge'

export interface RestoreOptions {
  /** Each with a backup and a restore of its own: in turn marked, and by somebody who tells nobody. */
  rounds: number
  /** Orders of one round: half of them are there when the backup is made. */
  orders: number
  workers: number
  scale: number
  seed: string
  tell(line: string): void
}

export interface RestoreSummary {
  regime: 'restore'
  rounds: number
  orders: number
  /** Sales completed between backup and restore, which the restored database had forgotten. */
  forgotten: number
  /** Rounds in which pushing was seen off, and sales asked for or completed while it was. */
  off: number
  sentWhileOff: number
  lost: number
  doubled: number
  limbo: number
  attention: number
  seed: string
}

interface Order {
  number: string
  channel: 'split' | 'hold'
  skus: string[]
}

interface Theatre {
  fleet: Fleet
  merchant: FleetMerchant
  database: OwnDatabase
  random: () => number
  options: RestoreOptions
}

/** How long the orders of a round may take to come to rest. */
const PATIENCE_MS = 600_000
/** Workers are at it for at most so long before the backup is made, and after it. */
const AT_WORK_MS = 6_000

/**
 * Real workers die in the middle of their pushes, the database is copied, goes on, and is put back as it was: what was
 * sold in between is known to Lightspeed alone. The channel delivers what came after the backup again.
 */
export async function runRestore(options: RestoreOptions): Promise<RestoreSummary> {
  process.env['LOG_LEVEL'] ??= 'error'
  const database = await OwnDatabase.open()
  const summary = { rounds: 0, orders: 0, forgotten: 0, off: 0, sentWhileOff: 0 }
  const judged = { lost: 0, doubled: 0, limbo: 0, attention: 0 }
  try {
    const fleet = await openFleet(['m0'], options.scale)
    try {
      const [merchant] = fleet.merchants
      if (!merchant) throw new Error('a restore without a merchant')
      const theatre = { fleet, merchant, database, options, random: seededRandom(`restore ${options.seed}`) }
      for (let round = 0; round < options.rounds; round += 1) {
        const played = await playRound(theatre, round)
        summary.rounds += 1
        summary.orders += options.orders
        summary.forgotten += played.forgotten
        summary.off += played.off ? 1 : 0
        summary.sentWhileOff += played.sentWhileOff
        for (const verdict of played.verdicts) {
          for (const kind of ['lost', 'doubled', 'limbo', 'attention'] as const)
            judged[kind] += verdict[kind] ? 1 : 0
          for (const line of verdict.because) options.tell(line)
        }
        options.tell(`round ${round + 1}: ${played.forgotten} sales forgotten, ${JSON.stringify(judged)}`)
      }
    } finally {
      await fleet.close()
    }
  } finally {
    await database.remove()
  }
  return { regime: 'restore', ...summary, ...judged, seed: options.seed }
}

async function playRound(theatre: Theatre, round: number) {
  const { fleet, merchant, database, random, options } = theatre
  const all = ordersOf(round, options.orders, random)
  const [before, after] = [all.slice(0, all.length / 2), all.slice(all.length / 2)]
  await deliverAll(merchant, before)
  await atWork(theatre, async () => {
    await pause(random() * AT_WORK_MS)
  })
  await database.stop()
  await database.backUp()
  await database.start()
  const known = await soldNow(fleet, merchant, all)
  await atWork(theatre, async () => {
    await deliverAll(merchant, after)
    await pushHeld(merchant, before)
    const until = Date.now() + PATIENCE_MS
    while ((await soldNow(fleet, merchant, after)) === 0) {
      if (Date.now() > until) throw new Error('nothing was sold after the backup')
      await pause(100)
    }
    await pause(random() * AT_WORK_MS)
  })
  await database.stop()
  await database.restore(round % 2 === 0 ? 'marked' : 'silent')
  await database.start()
  const forgotten = (await soldNow(fleet, merchant, all)) - known
  fleet.front.reset()
  await startWorkers(theatre)
  await deliverAll(merchant, after)
  const watched = await comeToRest(theatre, all)
  await fleet.stopWorkers()
  return { forgotten, ...watched, verdicts: await verdictsOf(fleet, merchant, all) }
}

/** Orders of one to three parts, and some that wait for a person. */
const ordersOf = (round: number, count: number, random: () => number): Order[] =>
  Array.from({ length: count }, (_, index) => {
    const number = `#${20_001 + round * 1_000 + index}`
    const parts = Math.floor(random() * 4)
    return parts === 3
      ? { number, channel: 'hold', skus: [NOBODY_HAS] }
      : { number, channel: 'split', skus: ITEMS.slice(0, parts + 1) }
  })

async function deliverAll(merchant: FleetMerchant, orders: Order[]): Promise<void> {
  for (const { number, channel, skus } of orders) await deliver(merchant, channel, number, skus)
}

/** Lightspeed's clock runs as fast as all waits are short, so that reading often is no more to it than reading seldom. */
const startWorkers = ({ fleet, options }: Theatre) => fleet.startWorkers(options.workers, 1 / options.scale)

/** Workers live while `work` does; then they are dead, wherever they were. */
async function atWork(theatre: Theatre, work: () => Promise<void>): Promise<void> {
  await startWorkers(theatre)
  await work()
  await theatre.fleet.killWorkers()
}

const salesOf = async (fleet: Fleet, merchant: FleetMerchant, number: string) =>
  (await fleet.door(merchant, `/sales?reference=${encodeURIComponent(`${number.slice(1)}-`)}`)) as Parameters<
    typeof judge
  >[2]

async function soldNow(fleet: Fleet, merchant: FleetMerchant, orders: Order[]): Promise<number> {
  let sold = 0
  for (const { number } of orders)
    sold += (await salesOf(fleet, merchant, number)).filter((sale) => sale.completed).length
  return sold
}

async function pageOf({ manager }: FleetMerchant, number: string): Promise<OrderScreen | null> {
  const { rows } = await readQueue(manager, { tab: 'all', cursor: null, search: number })
  const row = rows.find((one) => one.number === number)
  return row ? readOrder(manager, row.id, { tab: 'all' }) : null
}

/** A manager pushes what waits for one: to this store, although it is short. Refusals are what pushing off says. */
async function pushHeld(merchant: FleetMerchant, orders: Order[]): Promise<void> {
  for (const { number } of orders) {
    const page = await pageOf(merchant, number)
    if (page?.state !== 'held' && page?.state !== 'partly-pushed') continue
    const wanted = { orderId: page.id, version: page.version, acceptShort: true }
    await pushWhole(merchant.manager, { ...wanted, storeId: merchant.stores['Bend'] ?? '' }, new Date())
  }
}

/** Waits until every order is sold or asks for a person, and watches that nothing is sent while pushing is off. */
async function comeToRest({ fleet, merchant }: Theatre, orders: Order[]) {
  const until = Date.now() + PATIENCE_MS
  const seen = fleet.front.of(merchant.accountId)
  const watched = { off: false, sentWhileOff: 0 }
  for (;;) {
    // Counted before the question: what is counted had been sent when pushing was still off.
    const sent = seen.firstAsked.size + seen.completed.length
    const checks = await readChecks(merchant.manager, new Date())
    if (checks.accounts.some((account) => account.off !== null)) {
      watched.off = true
      watched.sentWhileOff = sent
    } else {
      await pushHeld(merchant, orders)
      const pages = await Promise.all(orders.map(({ number }) => pageOf(merchant, number)))
      if (pages.every((page) => page?.state === 'pushed' || (page?.attention ?? null) !== null))
        return watched
    }
    if (Date.now() > until) return watched
    await pause(200)
  }
}

async function verdictsOf(fleet: Fleet, merchant: FleetMerchant, orders: Order[]): Promise<Verdict[]> {
  const verdicts: Verdict[] = []
  for (const { number, skus } of orders)
    verdicts.push(judge(number, skus, await salesOf(fleet, merchant, number), await pageOf(merchant, number)))
  return verdicts
}
