import { crashPoint } from '@/lib/crash'
import type { PushAccount } from '@/lib/orders/push/push-context'
import type { PartView } from '@/lib/orders/push/push-steps'
import type { Claim, LoadedPush, PartRow } from '@/lib/orders/push/pushing'
import { present } from '@/lib/result'
import type { OpenGateway } from '../gateways'
import type { Workshop } from '../registry'
import type { composeSale } from './sale/compose-sale'
import type { explainRefusals } from './sale/explain-refusals'
import type { PushRows } from './push-rows'

/** The worker's own things, as far as a push needs them. */
export type PushWorkshop = Omit<Workshop, 'settings'>

/** What a push works on. The worker's is the database and the clock on the wall; a model of it brings its own. */
export interface PushWorld {
  rows: PushRows
  composeSale: typeof composeSale
  explainRefusals: typeof explainRefusals
  /** A short wait that is sat out. */
  pause(ms: number): Promise<unknown>
}

/** What every step of one push works with. */
export interface PushTools extends PushWorld {
  workshop: PushWorkshop
  merchantId: string
  orderId: string
  loaded: LoadedPush
  /** Lightspeed's customer by account, looked up once for all parts of this push. */
  customers: Map<string, string>
  /** The Lightspeed account of a part, opened once per job. */
  accountOf(posAccountId: string): { account: PushAccount; lightspeed: OpenGateway }
  /** Gives back what the last step left of the rate budget. */
  release(): Promise<void>
  /** Whether sales of this order may exist in the account that a restored database forgot: look before anything. */
  mayBeForgotten(posAccountId: string): boolean
  /** Ids of the parts whose last write in this job got a 401. */
  turnedAway: Set<string>
}

/** What a step asks the loop to do next: go on at once, come back later, or wait for the account's rate budget. */
export type StepAnswer = { kind: 'on' } | { kind: 'later'; ms: number } | { kind: 'budget'; ms: number }

export const on: StepAnswer = { kind: 'on' }

export const partOf = (tools: PushTools, view: PartView): PartRow =>
  present(
    tools.loaded.parts.find((part) => part.id === view.id),
    'part of the step',
  )

export async function claim(tools: PushTools, view: PartView): Promise<Claim | null> {
  const taken = await tools.rows.claimPart(
    tools.merchantId,
    tools.orderId,
    view,
    tools.workshop.waits.leaseMs,
    tools.workshop.now(),
  )
  if (taken) await crashPoint('part-claimed', tools.loaded.row.number)
  return taken
}
