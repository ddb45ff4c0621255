import { createHash } from 'node:crypto'
import { crashPoint } from '@/lib/crash'
import { GatewayError, type PosSale, type SaleDraft } from '@/lib/lightspeed/types'
import { formatMoney } from '@/lib/money'
import type { PartView } from '@/lib/orders/push/push-steps'
import type { Claim, PartRow } from '@/lib/orders/push/pushing'
import { ReconnectNeeded } from '@/lib/pos-accounts/fresh-token'
import { present } from '@/lib/result'
import { beforeIntent, makeReady } from './push-ready'
import { paymentTypeOf } from './sale/compose-sale'
import { claim, on, partOf, type PushTools, type StepAnswer } from './push-tools'

/** Whoever sent this attempt is gone without a word: from now on its effect is unknown, and looked up. */
export async function becomeUnknown(tools: PushTools, view: PartView): Promise<StepAnswer> {
  const taken = await claim(tools, view)
  if (!taken || !view.open) return on
  await tools.rows.becameUnknown(
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
  await crashPoint('looked-up', tools.loaded.row.number)
  const intent = await intend(tools, taken, 'create', draft)
  if (!intent) return on
  await crashPoint('intent-committed', tools.loaded.row.number)
  return send(tools, taken, part, intent, async () => {
    const sale = await gateway.createSale(draft, intent.sendBefore)
    await crashPoint('create-answered', tools.loaded.row.number)
    await judgeCreated(tools, taken, part, intent.attemptId, sale)
    await crashPoint('created-stored', tools.loaded.row.number)
  })
}

/**
 * Step 6 for a made sale: acked only if it is the open sale we asked for, to the minor unit. Anything else says
 * nothing about what there is now: the look-up tells an odd answer from an odd sale.
 */
async function judgeCreated(
  tools: PushTools,
  taken: Claim,
  part: PartRow,
  attemptId: string,
  sale: PosSale,
): Promise<void> {
  const { totalMinor, currency } = part.money
  if (sale.referenceNumber !== part.referenceNumber || sale.state !== 'open')
    throw new GatewayError('unknown-outcome', 'Lightspeed answered with another sale than the one asked for.')
  if (sale.totalMinor !== totalMinor) {
    const text = (minor: number) => formatMoney({ minor, currency })
    throw new GatewayError(
      'unknown-outcome',
      `Lightspeed answered ${text(sale.totalMinor)} for a part that comes to ${text(totalMinor)}.`,
    )
  }
  const calls = tools.accountOf(part.posAccountId).lightspeed.takeCalls()
  await tools.rows.created(taken, attemptId, sale, calls, tools.workshop.now())
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
    const look =
      view.attempts > 1 ||
      tools.mayBeForgotten(part.posAccountId) ||
      (await tools.rows.isToldClosed(tools.merchantId, part.posAccountId, saleId))
    return look ? await lightspeed.gateway.readSale(saleId) : null
  })
  if (before && 'kind' in before) return before
  if (before && before.state !== 'open') return takeAsItIs(tools, taken, part, before)
  const paymentTypeId = paymentTypeOf(account, tools.loaded.row.snapshot.payment.method)
  const due = part.money.totalMinor - (before?.paidMinor ?? 0)
  const payment = due === 0 ? null : { paymentTypeId, amountMinor: due }
  const intent = await intend(tools, taken, 'complete', { saleId, payment })
  if (!intent) return on
  return send(tools, taken, part, intent, async () => {
    await crashPoint('completion-sent', tools.loaded.row.number)
    const sale = await lightspeed.gateway.completeSale(saleId, payment, intent.sendBefore)
    await crashPoint('complete-answered', tools.loaded.row.number)
    if (sale.id !== saleId || sale.state !== 'completed')
      throw new GatewayError('unknown-outcome', 'Lightspeed answered, but not with the completed sale.')
    await tools.rows.completed(taken, intent.attemptId, sale, lightspeed.takeCalls(), tools.workshop.now())
    await crashPoint('between-parts', tools.loaded.row.number)
  })
}

/** A sale that is not open any more: completed is what we wanted; voided or archived is for a person to judge. */
async function takeAsItIs(tools: PushTools, taken: Claim, part: PartRow, sale: PosSale): Promise<StepAnswer> {
  const calls = tools.accountOf(part.posAccountId).lightspeed.takeCalls()
  const now = tools.workshop.now()
  if (sale.state === 'completed') {
    await tools.rows.completed(taken, null, sale, calls, now)
    return on
  }
  await tools.rows.needsAttention(taken, 'sale-voided', [sale], calls, now)
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
  request: SaleDraft | { saleId: string; payment: unknown },
): Promise<Intent | null> {
  const now = tools.workshop.now()
  const { leaseMs, callDeadlineMs } = tools.workshop.waits
  const deadline = new Date(now.getTime() + leaseMs)
  const roundingMinor = 'roundingMinor' in request ? request.roundingMinor : undefined
  const requestHash = createHash('sha256').update(JSON.stringify(request)).digest('hex')
  const attemptId = await tools.rows.writeIntent(taken, { kind, requestHash, deadline, roundingMinor }, now)
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
    tools.turnedAway.delete(part.id)
    return on
  } catch (error) {
    if (!(error instanceof GatewayError) && !(error instanceof ReconnectNeeded)) throw error
    const calls = lightspeed.takeCalls()
    const now = tools.workshop.now()
    if (error instanceof ReconnectNeeded) {
      // There was no token to send it with, or its 401 led to a refresh that Lightspeed refused: nothing was done.
      await tools.rows.tryAgain(taken, attemptId, error.message, calls, now)
      throw error
    }
    switch (error.kind) {
      case 'unauthorized':
        await tools.rows.tryAgain(taken, attemptId, error.message, calls, now)
        // Once is a token that ended; again right after, with the renewed one, is for a person.
        if (tools.turnedAway.has(part.id)) await lightspeed.giveUp()
        tools.turnedAway.add(part.id)
        return on
      case 'never-sent':
      case 'rate-limited':
        await tools.rows.tryAgain(taken, attemptId, error.message, calls, now)
        return { kind: 'later', ms: error.facts.retryAfterMs ?? waits.stockRetryMs }
      case 'refused':
        await tools.rows.refused(taken, attemptId, error.message, calls, now)
        return on
      case 'unavailable':
      case 'malformed':
      case 'unknown-outcome':
        await tools.rows.becameUnknown(taken, attemptId, error.message, waits, calls, now)
        return on
    }
  }
}
