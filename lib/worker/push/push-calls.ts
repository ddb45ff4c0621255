import { createHash } from 'node:crypto'
import { crashPoint } from '@/lib/crash'
import { GatewayError, type PosSale } from '@/lib/lightspeed/types'
import * as outcomes from '@/lib/orders/push/push-outcomes'
import { storeOfPart } from '@/lib/orders/push/push-context'
import type { PartView } from '@/lib/orders/push/push-steps'
import { writeIntent, type Claim, type PartRow } from '@/lib/orders/push/pushing'
import { ReconnectNeeded } from '@/lib/pos-accounts/fresh-token'
import { present } from '@/lib/result'
import { holdSentence } from '@/lib/routing/explaining/explain'
import { beforeIntent, makeReady } from './push-ready'
import { paymentTypeOf } from './sale/compose-sale'
import { altered } from './sale/mismatch-words'
import { claim, on, partOf, type PushTools, type StepAnswer } from './push-tools'

/** Whoever sent this attempt is gone without a word: from now on its effect is unknown, and looked up. */
export async function becomeUnknown(tools: PushTools, view: PartView): Promise<StepAnswer> {
  const taken = await claim(tools, view)
  if (!taken || !view.open) return on
  await outcomes.becameUnknown(
    taken,
    view.open.id,
    'The worker ended before the answer was stored.',
    tools.workshop.waits,
    [],
    tools.workshop.now(),
  )
  return on
}

/** Steps 3 to 6 of a part: make ready, intent, send once, sort the answer. */
export async function createPart(tools: PushTools, view: PartView): Promise<StepAnswer> {
  const part = partOf(tools, view)
  const { gateway } = tools.accountOf(part.posAccountId).lightspeed
  const taken = await claim(tools, view)
  if (!taken) return on
  const ready = await beforeIntent(tools, taken, part, () => makeReady(tools, view, taken))
  if (ready.kind !== 'ready') return ready
  const { draft } = ready
  crashPoint('looked-up', tools.loaded.row.number)
  const intent = await intend(tools, taken, 'create', draft, { roundingMinor: draft.roundingMinor ?? 0 })
  if (!intent) return on
  crashPoint('intent-committed', tools.loaded.row.number)
  return send(tools, taken, part, intent, async () => {
    const sale = await gateway.createSale(draft)
    crashPoint('create-answered', tools.loaded.row.number)
    await judgeCreated(tools, taken, part, intent.attemptId, sale)
    crashPoint('created-stored', tools.loaded.row.number)
  })
}

/**
 * The open sale must come to our total to the minor unit. One that does not is never completed: the part is stopped,
 * and the sale archived with whatever else is open before the order goes back.
 */
async function judgeCreated(
  tools: PushTools,
  taken: Claim,
  part: PartRow,
  attemptId: string,
  sale: PosSale,
): Promise<void> {
  const calls = tools.accountOf(part.posAccountId).lightspeed.takeCalls()
  const now = tools.workshop.now()
  const { totalMinor, currency } = part.money
  if (sale.totalMinor === totalMinor) return outcomes.created(taken, attemptId, sale, calls, now)
  const store = await storeOfPart(tools.merchantId, part)
  const because = altered(totalMinor, sale.totalMinor, currency, store?.name ?? 'the store')
  const reason = { code: 'money-mismatch' as const, lines: [], facts: { because } }
  return outcomes.stopped(taken, reason, holdSentence(reason), calls, now, attemptId)
}

/** Step 8: pay and complete the one sale this part holds. */
export async function completePart(tools: PushTools, view: PartView): Promise<StepAnswer> {
  const part = partOf(tools, view)
  const saleId = present(part.saleId, 'sale of a created part')
  const { account, lightspeed } = tools.accountOf(part.posAccountId)
  const taken = await claim(tools, view)
  if (!taken) return on
  const before = await beforeIntent(tools, taken, part, async () => {
    await lightspeed.ready()
    // Tried before, or somebody may have been at it: what the sale is now decides, not what we last knew.
    return view.attempts > 1 ? await lightspeed.gateway.readSale(saleId) : null
  })
  if (before && 'kind' in before) return before
  if (before && before.state !== 'open') return takeAsItIs(tools, taken, part, before)
  const paymentTypeId = paymentTypeOf(account, tools.loaded.row.snapshot.payment.method)
  const due = part.money.totalMinor - (before?.paidMinor ?? 0)
  const payment = due === 0 ? null : { paymentTypeId, amountMinor: due }
  const intent = await intend(tools, taken, 'complete', { saleId, payment })
  if (!intent) return on
  return send(tools, taken, part, intent, async () => {
    crashPoint('completion-sent', tools.loaded.row.number)
    const sale = await lightspeed.gateway.completeSale(saleId, payment)
    crashPoint('complete-answered', tools.loaded.row.number)
    if (sale.state !== 'completed')
      throw new GatewayError('unknown-outcome', 'Lightspeed answered, but the sale is not completed.')
    await outcomes.completed(taken, intent.attemptId, sale, lightspeed.takeCalls(), tools.workshop.now())
    crashPoint('between-parts', tools.loaded.row.number)
  })
}

/** A sale that is not open any more: completed is what we wanted; voided or archived is for a person to judge. */
async function takeAsItIs(tools: PushTools, taken: Claim, part: PartRow, sale: PosSale): Promise<StepAnswer> {
  const calls = tools.accountOf(part.posAccountId).lightspeed.takeCalls()
  const now = tools.workshop.now()
  if (sale.state === 'completed') {
    await outcomes.completed(taken, null, sale, calls, now)
    return on
  }
  await outcomes.needsAttention(taken, 'sale-voided', calls, now)
  return { kind: 'later', ms: tools.workshop.waits.stockPatienceMs }
}

interface Intent {
  attemptId: string
  /** A call that begins later could end after its deadline, when its effect is looked up already. */
  sendBefore: Date
}

/** The intent, committed before the first byte leaves. Its deadline is the lease's end, a whole call after `sendBefore`. */
async function intend(
  tools: PushTools,
  taken: Claim,
  kind: 'create' | 'complete',
  request: unknown,
  also: { roundingMinor?: number } = {},
): Promise<Intent | null> {
  const now = tools.workshop.now()
  const { leaseMs, callDeadlineMs } = tools.workshop.waits
  const deadline = new Date(now.getTime() + leaseMs)
  const requestHash = createHash('sha256').update(JSON.stringify(request)).digest('hex')
  const attemptId = await writeIntent(taken, { kind, requestHash, deadline, ...also }, now)
  return attemptId === null ? null : { attemptId, sendBefore: new Date(deadline.getTime() - callDeadlineMs) }
}

/** Sends once and sorts what comes back: a clear yes, a clear no, not sent at all, or unknown. */
async function send(
  tools: PushTools,
  taken: Claim,
  part: PartRow,
  { attemptId, sendBefore }: Intent,
  work: () => Promise<void>,
): Promise<StepAnswer> {
  const { lightspeed } = tools.accountOf(part.posAccountId)
  const { waits } = tools.workshop
  try {
    if (tools.workshop.now() > sendBefore)
      throw new GatewayError('never-sent', 'This worker stood still for too long to send it in time.')
    await work()
    return on
  } catch (error) {
    if (!(error instanceof GatewayError) && !(error instanceof ReconnectNeeded)) throw error
    const calls = lightspeed.takeCalls()
    const now = tools.workshop.now()
    if (error instanceof ReconnectNeeded) {
      // There was no token to send it with, or its 401 led to a refresh that Lightspeed refused: nothing was done.
      await outcomes.tryAgain(taken, attemptId, error.message, calls, now)
      throw error
    }
    switch (error.kind) {
      case 'unauthorized':
        await outcomes.tryAgain(taken, attemptId, error.message, calls, now)
        // Once is a token that ended; again, with the renewed one, is for a person.
        if (tools.turnedAway.has(part.id)) await lightspeed.giveUp()
        tools.turnedAway.add(part.id)
        return on
      case 'never-sent':
      case 'rate-limited':
        await outcomes.tryAgain(taken, attemptId, error.message, calls, now)
        return { kind: 'later', ms: error.facts.retryAfterMs ?? waits.stockRetryMs }
      case 'refused':
        await outcomes.refused(taken, attemptId, error.message, calls, now)
        return on
      case 'unavailable':
      case 'malformed':
      case 'unknown-outcome':
        await outcomes.becameUnknown(taken, attemptId, error.message, waits, calls, now)
        return on
    }
  }
}
