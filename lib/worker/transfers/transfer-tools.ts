import { createHash } from 'node:crypto'
import { GatewayError, type CallRecord } from '@/lib/lightspeed/types'
import type { PosAccount } from '@/lib/pos-accounts/account'
import { ReconnectNeeded } from '@/lib/pos-accounts/fresh-token'
import {
  claimTransfer,
  writeTransferIntent,
  type LoadedTransfer,
  type TransferClaim,
} from '@/lib/transfers/making/making'
import * as outcomes from '@/lib/transfers/making/outcomes'
import type { OpenGateway } from '../gateways'
import type { Workshop } from '../registry'

/** What every step of one transfer works with. */
export interface TransferTools {
  workshop: Omit<Workshop, 'settings'>
  merchantId: string
  loaded: LoadedTransfer
  account: PosAccount
  lightspeed: OpenGateway
  /** Ids of transfers a write of which got a 401 in this job. */
  turnedAway: Set<string>
}

/** What a step asks the loop to do next: go on at once, or come back later. */
export type StepAnswer = { kind: 'on' } | { kind: 'later'; ms: number }
export const on: StepAnswer = { kind: 'on' }

export const claim = ({ workshop, merchantId, loaded }: TransferTools): Promise<TransferClaim | null> =>
  claimTransfer(merchantId, loaded, workshop.waits.leaseMs, workshop.now())

/**
 * Runs the part of a step that comes before its intent. A read that failed has changed nothing: the claim ends and the
 * step begins anew later; a clear no ends the transfer.
 */
export async function beforeIntent<T>(
  tools: TransferTools,
  taken: TransferClaim,
  work: () => Promise<T>,
  attemptId: string | null = null,
): Promise<{ ready: T } | StepAnswer> {
  try {
    return { ready: await work() }
  } catch (error) {
    if (!(error instanceof GatewayError) && !(error instanceof ReconnectNeeded)) throw error
    const { workshop, lightspeed } = tools
    const calls = lightspeed.takeCalls()
    if (error instanceof GatewayError && error.kind === 'refused') {
      await outcomes.refused(taken, attemptId, error.message, calls, workshop.now())
      return on
    }
    // An attempt that was looked up stays unknown: only this reading failed.
    await outcomes.tryAgain(taken, null, error.message, calls, workshop.now())
    if (error instanceof ReconnectNeeded) throw error
    return { kind: 'later', ms: error.facts.retryAfterMs ?? workshop.waits.stockRetryMs }
  }
}

export interface Write {
  kind: 'create' | 'fill' | 'send'
  request: unknown
  stockBefore?: Record<string, number>
  /** The one call, and storing what it answered. */
  work(attemptId: string): Promise<void>
  /**
   * After a clear no: whether what was asked for is there all the same, and stored. A repeated write is refused when the
   * first one took effect late.
   */
  isThere?(attemptId: string): Promise<boolean>
}

/** Intent, one send, and the answer sorted: a clear yes, a clear no, not sent at all, or unknown. */
export async function write(tools: TransferTools, taken: TransferClaim, it: Write): Promise<StepAnswer> {
  const { workshop, lightspeed, turnedAway, loaded } = tools
  const { leaseMs, callDeadlineMs } = workshop.waits
  const deadline = new Date(workshop.now().getTime() + leaseMs)
  const requestHash = createHash('sha256').update(JSON.stringify(it.request)).digest('hex')
  const { kind, stockBefore } = it
  const intent = { kind, requestHash, deadline, ...(stockBefore ? { stockBefore } : {}) }
  const attemptId = await writeTransferIntent(taken, intent, workshop.now())
  if (attemptId === null) return on
  try {
    // A call that begins later could end after its deadline, when its effect is looked up already.
    if (workshop.now().getTime() > deadline.getTime() - callDeadlineMs)
      throw new GatewayError('never-sent', 'This worker stood still for too long to send it in time.')
    await it.work(attemptId)
    return on
  } catch (error) {
    if (!(error instanceof GatewayError) && !(error instanceof ReconnectNeeded)) throw error
    const calls = lightspeed.takeCalls()
    const now = workshop.now()
    if (error instanceof ReconnectNeeded) {
      await outcomes.tryAgain(taken, attemptId, error.message, calls, now)
      throw error
    }
    switch (error.kind) {
      case 'unauthorized':
        await outcomes.tryAgain(taken, attemptId, error.message, calls, now)
        // Once is a token that ended; again, with the renewed one, is for a person.
        if (turnedAway.has(loaded.row.id)) await lightspeed.giveUp()
        turnedAway.add(loaded.row.id)
        return on
      case 'never-sent':
      case 'rate-limited':
        await outcomes.tryAgain(taken, attemptId, error.message, calls, now)
        return { kind: 'later', ms: error.facts.retryAfterMs ?? workshop.waits.stockRetryMs }
      case 'refused':
        return afterNo(tools, taken, it, attemptId, error.message, calls)
      case 'unavailable':
      case 'malformed':
      case 'unknown-outcome':
        await outcomes.becameUnknown(taken, attemptId, error.message, workshop.waits, calls, now)
        return on
    }
  }
}

/** A clear no is believed once it has been looked whether the wish was granted before; if nobody can say, it is unknown. */
async function afterNo(
  { workshop, lightspeed }: TransferTools,
  taken: TransferClaim,
  it: Write,
  attemptId: string,
  because: string,
  calls: CallRecord[],
): Promise<StepAnswer> {
  try {
    if (await it.isThere?.(attemptId)) return on
    await outcomes.refused(taken, attemptId, because, [...calls, ...lightspeed.takeCalls()], workshop.now())
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    const all = [...calls, ...lightspeed.takeCalls()]
    await outcomes.becameUnknown(taken, attemptId, because, workshop.waits, all, workshop.now())
  }
  return on
}
