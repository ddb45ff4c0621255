import type { JobAnswer } from '../../lib/jobs/kinds'
import { present } from '../../lib/result'
import { scaledWaits } from '../../lib/waits'
import { pushJob } from '../../lib/worker/push/push-job'
import { VirtualClock } from './clock'
import { newFeed } from './feed/feed-rows'
import { newVerifier, startVerifier, type Verifier, type VerifierScript } from './feed/verifier'
import { stumbling } from './gate'
import { ModelLightspeed } from './lightspeed'
import { account, composeModelSale, heldOrder, MERCHANT, pressPush } from './orders'
import { modelRows, type ModelLedger, type ModelOrder } from './rows'
import type { Fault, Script } from './script'
import { openModelGateway, type Played } from './wire'

/**
 * Everything has had its chance by then: the last fault of a push comes within minutes, its last look-up within a quarter
 * of an hour, the last act of the desk within an hour, and open sales are swept up a quarter of an hour after that.
 */
export const WORLD_HOURS = 2
const SWEEP_MS = 20_000
const RETRY_MS = 2_000
const START = Date.parse('2026-01-01T00:00:00Z')

/** One order, what befalls it, and what happened to it. */
export interface Life {
  script: Script
  order: ModelOrder
  requests: number
  steps: number
  salesMade: number
  played: Fault[]
  kills: number
  pauses: number
  /** Somebody at the desk changed a sale of it. */
  meddled: boolean
  changedByChannel: boolean
  pushes: number
  /** What a job threw; it is tried again. */
  thrown: string[]
  trace: string[]
  active: object | null
  queued: boolean
}

export interface World {
  lives: Life[]
  lightspeed: ModelLightspeed
  verifier: Verifier
  ledger: ModelLedger
}

/** What befalls a world: its orders, and the verification of their account. */
export interface WorldScript {
  orders: Script[]
  verifier: VerifierScript
}

/** Plays the lives of some orders in one account of Lightspeed until long after the last fault. */
export async function playWorld(script: WorldScript): Promise<World> {
  const clock = new VirtualClock(START)
  const lives = script.orders.map((one, index) => born(one, index))
  const byReference = (reference: string) =>
    present(
      lives.find((life) => life.order.row.number === reference.split('-')[0]),
      'order of the sale',
    )
  const lightspeed = new ModelLightspeed(
    () => clock.nowMs,
    (reference) => byReference(reference).script.lagMs,
  )
  const ledger: ModelLedger = {
    account,
    orders: new Map(lives.map((life) => [life.order.row.id, life.order])),
    feed: newFeed(),
    becameShort: (order, part) =>
      !part.oversold && lives.some((life) => life.order === order && life.script.short && life.pushes === 1),
  }
  lightspeed.onMade = (sale) => {
    const life = byReference(sale.reference)
    const { staff } = life.script
    const nth = life.salesMade
    life.salesMade += 1
    if (staff?.nth !== nth) return
    clock.at(clock.nowMs + staff.ms, () => {
      if (!lightspeed.staff(staff.act, sale.saleID)) return
      life.meddled = true
      note(clock, life, `desk: ${staff.act} sale ${sale.saleID}`)
    })
  }
  const verifier = newVerifier(script.verifier)
  const stage: Stage = { clock, lightspeed, ledger, askVerification: () => undefined }
  for (const life of lives) begin(stage, life)
  stage.askVerification = startVerifier(stage, verifier)
  const { deskMs } = script.verifier
  if (deskMs !== null) clock.at(START + deskMs, () => completeAll(stage, lives))
  await clock.run(START + WORLD_HOURS * 3_600_000)
  return { lives, lightspeed, verifier, ledger }
}

/** Somebody at the desk tidies up: what stands there open and paid is completed. */
function completeAll({ clock, lightspeed }: Stage, lives: Life[]): void {
  for (const sale of lightspeed.sales.filter((one) => one.listedFromMs <= clock.nowMs)) {
    const life = lives.find(({ order }) => order.row.number === sale.reference.split('-')[0])
    if (!life || !lightspeed.staff('complete', sale.saleID)) continue
    life.meddled = true
    note(clock, life, `desk: complete sale ${sale.saleID}, as all that stand open`)
  }
}

interface Stage {
  clock: VirtualClock
  lightspeed: ModelLightspeed
  ledger: ModelLedger
  /** What has to be read before anything is sent is asked for. */
  askVerification: () => void
}

function born(script: Script, index: number): Life {
  return {
    script,
    order: heldOrder(index, new Date(START)),
    requests: 0,
    steps: 0,
    salesMade: 0,
    played: [],
    kills: 0,
    pauses: 0,
    meddled: false,
    changedByChannel: false,
    pushes: 0,
    thrown: [],
    trace: [],
    active: null,
    queued: false,
  }
}

const note = (clock: VirtualClock, life: Life, text: string) =>
  life.trace.push(`${((clock.nowMs - START) / 1000).toFixed(1)}s ${text}`)

function begin(stage: Stage, life: Life): void {
  const { clock } = stage
  const { script, order } = life
  press(stage, life)
  for (const ms of script.rivals) clock.at(START + ms, () => work(stage, life))
  const { channel } = script
  if (channel)
    clock.at(START + channel.ms, () => {
      if (order.row.state !== 'pushing') return
      order.row.changedUpstream = channel.what
      life.changedByChannel = true
      note(clock, life, `channel: ${channel.what}`)
    })
}

function press(stage: Stage, life: Life): void {
  const { clock } = stage
  const { script, order } = life
  life.pushes += 1
  // Of a second push only what is left is planned.
  const sold = order.parts.filter((part) => part.state === 'completed').length
  pressPush(order, script.parts - sold, script.oversold || life.pushes > 1, new Date(clock.nowMs))
  note(clock, life, `pushed: parts ${order.parts.map((part) => `${part.ordinal} ${part.state}`).join(', ')}`)
  enqueue(stage, life, 10_000)
}

/** One waiting job for an order, however often it is asked for. */
function enqueue(stage: Stage, life: Life, ms: number): void {
  if (life.queued) return
  life.queued = true
  const due = () => {
    if (life.active) return stage.clock.at(stage.clock.nowMs + 1_000, due)
    life.queued = false
    work(stage, life)
  }
  stage.clock.at(stage.clock.nowMs + ms, due)
}

/** A worker takes the job. It may die or stand still at every gate. */
function work(stage: Stage, life: Life): void {
  const { clock, ledger } = stage
  const run = { name: `w${life.steps}` }
  life.active = run
  const gone = () => {
    if (life.active === run) life.active = null
    enqueue(stage, life, 0)
  }
  const gate = stumbling(clock, life, gone, (text) => note(clock, life, `${run.name} ${text}`))
  const workshop = {
    waits: scaledWaits(1),
    now: () => new Date(clock.nowMs),
    open: () => openModelGateway(stage, gate, (method, url) => next(stage, life, method, url)),
  }
  const world = {
    rows: modelRows(ledger, gate, () => stage.askVerification()),
    composeSale: composeModelSale,
    // What a refusal reads like is judged elsewhere.
    explainRefusals: () => Promise.resolve(new Map<string, string>()),
    pause: (ms: number) => clock.sleep(ms),
  }
  pushJob(workshop, { merchantId: MERCHANT, orderId: life.order.row.id }, world).then(
    (answer) => ended(stage, life, run, answer),
    (error: unknown) => {
      life.thrown.push(String(error))
      note(clock, life, `${run.name} threw ${String(error)}`)
      if (life.active === run) life.active = null
      enqueue(stage, life, RETRY_MS)
    },
  )
}

function ended(stage: Stage, life: Life, run: object, answer: JobAnswer): void {
  if (life.active === run) life.active = null
  const { row } = life.order
  if (answer.kind === 'snooze') return enqueue(stage, life, answer.ms)
  note(stage.clock, life, `job done, order ${row.state}`)
  if (row.state === 'pushing') return enqueue(stage, life, SWEEP_MS)
  const back = row.state === 'held' || (row.state === 'partly-pushed' && !life.changedByChannel)
  if (back && life.script.again && life.pushes === 1 && !life.changedByChannel)
    stage.clock.at(stage.clock.nowMs + 30_000, () => {
      if (life.pushes === 1) press(stage, life)
    })
}

/** The fault that meets this request, if any. */
function next({ clock }: Stage, life: Life, method: string, url: URL): Played {
  const nth = life.requests
  life.requests += 1
  const path = `${method} ${url.pathname.split('/Account/1/')[1] ?? ''}`
  const again = life.script.requests.find((one) => one.nth === nth - 1 && one.fault === 'unauthorized-twice')
  const met = life.script.requests.find((one) => one.nth === nth) ?? again
  // A list is no write: what only happens to one leaves the other alone.
  const fits = met && (method !== 'GET' || !['duplicated', 'late-commit', 'refused'].includes(met.fault))
  if (!fits) {
    note(clock, life, `#${nth} ${path}`)
    return null
  }
  life.played.push(met.fault)
  note(clock, life, `#${nth} ${path} ${met.fault} ${met.ms}`)
  return { fault: met.fault, ms: met.ms }
}
