import { setTimeout as pause } from 'node:timers/promises'
import { pushWhole } from '../../lib/orders/commands/commands'
import { readOrder } from '../../lib/orders/screens/order/order-read'
import { readQueue } from '../../lib/orders/screens/queue-read'
import { deliver, ITEMS, NOBODY_HAS, UNDO_SECONDS, type FleetMerchant } from '../fleet/merchants'
import { openFleet, type Fleet } from '../fleet/stage'

export interface OutageOptions {
  /** Orders of one sale that wait, by merchant; the first one's is the largest backlog. */
  waiting: number[]
  /** How long Lightspeed is down, hours of its own clock. */
  hours: number
  /** Lightspeed's seconds in one real second. */
  speed: number
  workers: number
  waitScale: number
  /** Pushes that a person asks for while the first merchant's backlog drains. */
  persons: number
  tell?: (line: string) => void
}

export interface Summary {
  regime: 'outage'
  speed: number
  hours: number
  merchants: {
    name: string
    waiting: number
    completed: number
    calls: number
    refused429: number
    /** Until the last waiting sale was completed, seconds of Lightspeed's clock since it came back. */
    drainedAfter: number
    /** Units spent until then over what the drip allowed. */
    ofTheAllowed: number
  }[]
  share429: number
  /** Real milliseconds from the end of each person's undo time to the first call that makes the sale. */
  personMs: number[]
  personMsWorst: number
  /** Whether every other merchant was through before the largest backlog was. */
  starved: string[]
}

/**
 * Lightspeed is down for hours while orders of several merchants wait to be pushed; then it comes back. Real worker
 * processes, the database of DATABASE_URL, real simulators with their limits on; the outage is a dead network.
 */
export async function runOutage(options: OutageOptions): Promise<Summary> {
  const names = options.waiting.map((_, index) => `m${index}`)
  const fleet = await openFleet(names, options.waitScale)
  try {
    return await play(fleet, options)
  } finally {
    await fleet.close()
  }
}

async function play(fleet: Fleet, options: OutageOptions): Promise<Summary> {
  const { waiting, hours, speed, persons } = options
  const tell = options.tell ?? (() => undefined)
  const [first] = fleet.merchants
  if (!first) throw new Error('an outage without a merchant')
  // Items can be read, so that the orders are decided and wait as pushes; nothing else gets through.
  fleet.front.dead = (_method, path) => !path.startsWith('Item.json')
  for (const [at, merchant] of fleet.merchants.entries())
    for (let index = 0; index < (waiting[at] ?? 0); index += 1)
      await deliver(merchant, 'split', `#${1_000 + index}`, ITEMS.slice(index % 3, (index % 3) + 1))
  for (let index = 0; index < persons; index += 1)
    await deliver(first, 'hold', `#${8_000 + index}`, [NOBODY_HAS])
  await fleet.startWorkers(options.workers, speed)
  await decided(fleet, options)
  tell('all decided; Lightspeed goes down')
  fleet.front.dead = () => true
  await pause((hours * 3_600_000) / speed)
  fleet.front.reset()
  fleet.front.dead = null
  const up = Date.now()
  tell('Lightspeed is back')
  const personMs = await personsPush(fleet, first, persons)
  await drained(fleet, options, tell)
  return summarise(fleet, options, up, personMs)
}

/** Waits until no order is still to be decided: all are being pushed, or held for a person. */
async function decided(fleet: Fleet, { waiting, persons }: OutageOptions): Promise<void> {
  for (const [at, merchant] of fleet.merchants.entries()) {
    const wanted = (waiting[at] ?? 0) + (at === 0 ? persons : 0)
    await until(`${merchant.name} is decided`, async () => {
      const { counts } = await readQueue(merchant.manager, { tab: 'all', cursor: null, search: '' })
      return counts.all - counts.incoming >= wanted
    })
  }
}

/** One held order after the other is pushed by its manager; how long after the undo time its sale is first asked for. */
async function personsPush(fleet: Fleet, merchant: FleetMerchant, persons: number): Promise<number[]> {
  const took: number[] = []
  for (let index = 0; index < persons; index += 1) {
    const number = `#${8_000 + index}`
    const { rows } = await readQueue(merchant.manager, { tab: 'all', cursor: null, search: number })
    const page = rows[0] ? await readOrder(merchant.manager, rows[0].id, { tab: 'all' }) : null
    if (!page) throw new Error(`order ${number} is missing`)
    const order = { orderId: page.id, version: page.version }
    const wanted = { ...order, storeId: merchant.stores['Bend'] ?? '', acceptShort: true }
    const pressed = Date.now()
    const answer = await pushWhole(merchant.manager, wanted, new Date(pressed))
    if (!answer.ok) throw new Error(`the push of ${number} is refused: ${JSON.stringify(answer.refusal)}`)
    const { firstAsked } = fleet.front.of(merchant.accountId)
    const reference = `${number.slice(1)}-1`
    await until(`${number} is pushed`, () => Promise.resolve(firstAsked.has(reference)))
    took.push((firstAsked.get(reference) ?? 0) - pressed - UNDO_SECONDS * 1000)
  }
  return took
}

const salesOf = ({ waiting, persons }: OutageOptions, at: number) =>
  (waiting[at] ?? 0) + (at === 0 ? persons : 0)

async function drained(fleet: Fleet, options: OutageOptions, tell: (line: string) => void): Promise<void> {
  const done = () => fleet.merchants.map((merchant) => fleet.front.of(merchant.accountId).completed.length)
  const progress = setInterval(() => tell(`completed ${done().join(', ')}`), 10_000)
  try {
    await until('the backlog drains', () =>
      Promise.resolve(done().every((sales, at) => sales >= salesOf(options, at))),
    )
  } finally {
    clearInterval(progress)
  }
}

async function summarise(
  fleet: Fleet,
  options: OutageOptions,
  up: number,
  personMs: number[],
): Promise<Summary> {
  const { speed, hours } = options
  const merchants: Summary['merchants'] = []
  for (const [at, merchant] of fleet.merchants.entries()) {
    const seen = fleet.front.of(merchant.accountId)
    const { rate } = (await fleet.door(merchant, '/state')) as { rate: { drip: number } }
    const drainedAfter = ((Math.max(...seen.completed, up) - up) / 1000) * speed
    merchants.push({
      name: merchant.name,
      waiting: options.waiting[at] ?? 0,
      completed: seen.completed.length,
      calls: seen.calls,
      refused429: seen.refused,
      drainedAfter: Math.round(drainedAfter),
      ofTheAllowed: round(seen.units / (drainedAfter * rate.drip)),
    })
  }
  const sum = (pick: (one: Summary['merchants'][number]) => number) =>
    merchants.reduce((all, one) => all + pick(one), 0)
  const [largest, ...others] = merchants
  return {
    regime: 'outage',
    speed,
    hours,
    merchants,
    share429: round(
      sum((one) => one.refused429) /
        Math.max(
          1,
          sum((one) => one.calls),
        ),
    ),
    personMs,
    personMsWorst: Math.max(0, ...personMs),
    starved: others
      .filter(
        (one) => one.waiting < (largest?.waiting ?? 0) && one.drainedAfter > (largest?.drainedAfter ?? 0),
      )
      .map((one) => one.name),
  }
}

/** Waits for as long as it takes; a run that hangs is ended by whoever started it. */
async function until(what: string, come: () => Promise<boolean>): Promise<void> {
  const since = Date.now()
  while (!(await come())) {
    if (Date.now() - since > 1_800_000) throw new Error(`after half an hour still not: ${what}`)
    await pause(100)
  }
}

const round = (value: number) => Math.round(value * 1000) / 1000
