import fc from 'fast-check'
import { scaledWaits } from '../../../lib/waits'
import { verifyJob } from '../../../lib/worker/verify/verify-job'
import type { VirtualClock } from '../clock'
import { stumbling, type Stumbler, type Stumbles } from '../gate'
import type { ModelLightspeed } from '../lightspeed'
import { account, MERCHANT } from '../orders'
import type { ModelLedger } from '../rows'
import { FAULTS, type Fault } from '../script'
import { openModelGateway, type Played } from '../wire'
import { modelFeedRows } from './feed-rows'

/** What befalls the verification of one account; requests and steps are counted over all its readings, from 0. */
export interface VerifierScript extends Stumbles {
  requests: { nth: number; fault: Fault; ms: number }[]
  /** Milliseconds after which somebody at the desk completes whatever open sale Lightspeed shows. */
  deskMs: number | null
}

/** A reading that lies about what it read cannot be told from the truth, so these befall pushes alone. */
const LIES: Fault[] = ['other-sale', 'wrong-total', 'refused']

const upTo = (most: number) => fc.integer({ min: 0, max: most })

export const anyVerifier: fc.Arbitrary<VerifierScript> = fc.record({
  requests: fc.array(
    fc.record({
      nth: upTo(30),
      fault: fc.constantFrom(...FAULTS.filter((fault) => !LIES.includes(fault))),
      ms: upTo(180_000),
    }),
    { maxLength: 3 },
  ),
  deaths: fc.array(upTo(200), { maxLength: 2 }),
  pauses: fc.array(fc.record({ nth: upTo(200), ms: fc.integer({ min: 20_000, max: 900_000 }) }), {
    maxLength: 1,
  }),
  deskMs: fc.oneof({ arbitrary: fc.constant(null), weight: 3 }, { arbitrary: upTo(3_600_000), weight: 1 }),
})

export interface Verifier extends Stumbler {
  script: VerifierScript
  requests: number
  readings: number
  thrown: string[]
  /** The reading that has the job. */
  active: object | null
  queued: boolean
  trace: string[]
}

export const newVerifier = (script: VerifierScript): Verifier => ({
  script,
  requests: 0,
  readings: 0,
  steps: 0,
  kills: 0,
  pauses: 0,
  thrown: [],
  active: null,
  queued: false,
  trace: [],
})

interface Stage {
  clock: VirtualClock
  lightspeed: ModelLightspeed
  ledger: ModelLedger
}

/** Has the account verified at its pace until the world ends; answers the door at which a push asks for a reading now. */
export function startVerifier(stage: Stage, verifier: Verifier): () => void {
  const { clock } = stage
  const { verifyMs } = scaledWaits(1)
  const ask = () => enqueue(stage, verifier)
  const tick = () => {
    ask()
    clock.at(clock.nowMs + verifyMs, tick)
  }
  tick()
  return ask
}

/** One waiting job, however often it is asked for. */
function enqueue(stage: Stage, verifier: Verifier): void {
  if (verifier.queued) return
  verifier.queued = true
  const due = () => {
    if (verifier.active) return stage.clock.at(stage.clock.nowMs + 1_000, due)
    verifier.queued = false
    read(stage, verifier)
  }
  stage.clock.at(stage.clock.nowMs, due)
}

function read(stage: Stage, verifier: Verifier): void {
  const { clock, ledger } = stage
  const run = {}
  verifier.active = run
  verifier.readings += 1
  const began = clock.nowMs
  const note = (text: string) => verifier.trace.push(`verification of ${began}: ${text}`)
  const free = () => {
    if (verifier.active === run) verifier.active = null
  }
  const gone = () => {
    free()
    enqueue(stage, verifier)
  }
  const gate = stumbling(clock, verifier, gone, note)
  const workshop = {
    waits: scaledWaits(1),
    now: () => new Date(clock.nowMs),
    settings: { LIGHTSPEED_CLOCK_SPEED: 1 },
    open: () => openModelGateway(stage, gate, (method) => met(verifier, method)),
  }
  const job = { merchantId: MERCHANT, posAccountId: account.id }
  verifyJob(workshop, job, modelFeedRows(ledger, gate)).then(free, (error: unknown) => {
    verifier.thrown.push(String(error))
    note(`threw ${String(error)}`)
    gone()
  })
}

function met(verifier: Verifier, method: string): Played {
  const nth = verifier.requests
  verifier.requests += 1
  const { requests } = verifier.script
  const again = requests.find((one) => one.nth === nth - 1 && one.fault === 'unauthorized-twice')
  const fault = requests.find((one) => one.nth === nth) ?? again
  if (!fault || (method === 'GET' && ['duplicated', 'late-commit'].includes(fault.fault))) return null
  verifier.trace.push(`request ${nth}: ${fault.fault}`)
  return fault
}
