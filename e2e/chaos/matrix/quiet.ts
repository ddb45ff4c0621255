import { sql } from 'drizzle-orm'
import { setTimeout as pause } from 'node:timers/promises'
import { withMerchant } from '../../../lib/db/with-merchant'
import { simulatorDoor, type Seat, type Stage } from './stage'

/** Longer than anything takes while something still moves, on a busy machine too. */
const STANDSTILL_MS = 300_000
const LOOK_MS = 1_000

/** What comes late, such as a commit long after its caller gave up, comes within this time; at scale 1. */
const LATEST_MS = 320_000
/** An open sale that came in late is archived by the sweeper within this time, at scale 1, on a busy machine too. */
const SWEPT_MS = 4_500_000

const RESTING = new Set(['pushed', 'partly-pushed', 'held', 'cancelled', 'voided'])

export interface Moment {
  id: string
  number: string
  state: string
  version: number
  attention: string | null
}

/** Where orders stand by our own rows: enough to know whether to wait, which is no verdict. */
export async function momentsOf(
  { merchantId }: Pick<Seat, 'merchantId'>,
  numbers: string[],
): Promise<Moment[]> {
  if (numbers.length === 0) return []
  const { rows } = await withMerchant(merchantId, ({ tx }) =>
    tx.execute(
      sql`select id, number, state, version, attention from orders
          where merchant_id = ${merchantId} and number in ${numbers}`,
    ),
  )
  return rows as unknown as Moment[]
}

/** Whether nothing goes on by itself any more. */
export const rests = ({ state, attention }: Moment) => RESTING.has(state) || attention !== null

/** Waits until fewer than `most` of these orders are on their way. */
export async function untilFewer(seat: Seat, numbers: string[], most: number): Promise<void> {
  let resting = (await momentsOf(seat, numbers)).filter(rests).length
  let before = resting
  let lastChange = Date.now()
  while (numbers.length - resting >= most && Date.now() - lastChange < STANDSTILL_MS) {
    await pause(LOOK_MS)
    resting = (await momentsOf(seat, numbers)).filter(rests).length
    if (resting !== before) [before, lastChange] = [resting, Date.now()]
  }
}

/**
 * Waits until every order has come to rest, or nothing has moved for long; then for what may still come late, for the
 * change feed to be read once more, which takes its time on a busy machine, for what that sets off, and for the sweeper
 * to take away the open sales that are left over. `ask` asks the product, and can sit out a database that is away.
 */
export async function settled(
  { simulatorUrl }: Pick<Stage, 'simulatorUrl'>,
  seat: Pick<Seat, 'merchantId'>,
  numbers: string[],
  scale: number,
  ask: <T>(work: () => Promise<T>) => Promise<T> = (work) => work(),
): Promise<void> {
  let before = ''
  let lastChange = Date.now()
  let restingSince: number | null = null
  while (Date.now() - lastChange < STANDSTILL_MS) {
    const moments = await ask(() => momentsOf(seat, numbers))
    const now = JSON.stringify(moments)
    if (now !== before) [before, lastChange, restingSince] = [now, Date.now(), null]
    const rest = moments.length === numbers.length && moments.every(rests)
    restingSince = rest ? (restingSince ?? Date.now()) : null
    const restedMs = restingSince === null ? 0 : Date.now() - restingSince
    if (restedMs > SWEPT_MS * scale) return
    if (restingSince !== null && restedMs > LATEST_MS * scale) {
      const since = new Date(restingSince)
      if ((await ask(() => isRead(seat, since))) && !(await leavesOpen(simulatorUrl, moments))) return
    }
    await pause(LOOK_MS)
  }
}

/** Whether a whole reading of the change feed that began after `since` has ended, in each account that can be read. */
async function isRead({ merchantId }: Pick<Seat, 'merchantId'>, since: Date): Promise<boolean> {
  const { rows } = await withMerchant(merchantId, ({ tx }) =>
    tx.execute(
      sql`select 1 from pos_accounts a
          left join sale_feeds f on f.merchant_id = a.merchant_id and f.pos_account_id = a.id
          where a.merchant_id = ${merchantId} and a.state = 'connected'
            and (f.read_at is null or f.read_at < ${since.toISOString()}::timestamptz)`,
    ),
  )
  return rows.length === 0
}

/** Whether Lightspeed still has an open sale of an order that nobody is asked about. */
async function leavesOpen(simulatorUrl: string, moments: Moment[]): Promise<boolean> {
  const sales = (await simulatorDoor(simulatorUrl, '/sales')) as {
    referenceNumber: string
    completed: boolean
    archived: boolean
  }[]
  const open = new Set(
    sales
      .filter(({ completed, archived }) => !completed && !archived)
      .map(({ referenceNumber }) => `#${referenceNumber.replace(/-.*/, '')}`),
  )
  return moments.some(({ number, attention }) => attention === null && open.has(number))
}
