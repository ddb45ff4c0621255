import { createHash } from 'node:crypto'
import { crashPoint } from '@/lib/crash'
import { GatewayError, type PosSale } from '@/lib/lightspeed/types'
import { returnToQueue } from '@/lib/orders/finish-push'
import * as outcomes from '@/lib/orders/push-outcomes'
import { becameShort, storeOfPart } from '@/lib/orders/push-context'
import type { PartView } from '@/lib/orders/push-steps'
import { writeIntent, type Claim, type PartRow } from '@/lib/orders/pushing'
import { present } from '@/lib/result'
import { composeSale } from './compose-sale'
import { adopt, findOwnSales } from './push-look-up'
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
  const { lightspeed } = tools.accountOf(part.posAccountId)
  const { gateway } = lightspeed
  if (view.attempts === 0 && (await shortMeanwhile(tools, part))) return on
  const taken = await claim(tools, view)
  if (!taken) return on
  // An earlier attempt may have worked after all: never send a second time without having looked.
  if (view.attempts > 0) {
    const found = await findOwnSales(tools, part)
    if (found.length > 0) return adopt(tools, view, taken, null, found)
  }
  crashPoint('looked-up', tools.loaded.row.number)
  const composed = await composeSale(tools, part, present(await storeOfPart(tools.merchantId, part), 'store'))
  if (!composed.ok) {
    await outcomes.refused(taken, null, composed.refusal, lightspeed.takeCalls(), tools.workshop.now())
    return on
  }
  const draft = composed.value
  const attemptId = await intend(tools, taken, 'create', draft)
  crashPoint('intent-committed', tools.loaded.row.number)
  return send(tools, taken, attemptId, async () => {
    const sale = await gateway.createSale(draft)
    crashPoint('create-answered', tools.loaded.row.number)
    await judgeCreated(tools, taken, attemptId, sale, draft.totalMinor)
    crashPoint('created-stored', tools.loaded.row.number)
  })
}

/** The open sale must come to our total to the minor unit; one that does not is archived, never completed. */
async function judgeCreated(
  tools: PushTools,
  taken: Claim,
  attemptId: string,
  sale: PosSale,
  totalMinor: number,
): Promise<void> {
  const part = present(
    tools.loaded.parts.find((candidate) => candidate.id === taken.partId),
    'part of the claim',
  )
  const { lightspeed } = tools.accountOf(part.posAccountId)
  if (sale.totalMinor === totalMinor) {
    await outcomes.created(taken, attemptId, sale, lightspeed.takeCalls(), tools.workshop.now())
    return
  }
  await lightspeed.gateway.archiveSale(sale.id)
  await outcomes.refused(
    taken,
    attemptId,
    `Lightspeed made the sale ${sale.totalMinor - totalMinor} minor units off, so it was archived and not completed.`,
    lightspeed.takeCalls(),
    tools.workshop.now(),
  )
}

/** Step 8: pay and complete the one sale this part holds. */
export async function completePart(tools: PushTools, view: PartView): Promise<StepAnswer> {
  const part = partOf(tools, view)
  const saleId = present(part.saleId, 'sale of a created part')
  const { account, lightspeed } = tools.accountOf(part.posAccountId)
  const taken = await claim(tools, view)
  if (!taken) return on
  const repeated = view.attempts > 1
  const before = repeated ? await lightspeed.gateway.readSale(saleId) : null
  if (before?.state === 'completed') {
    await outcomes.completed(taken, null, before, lightspeed.takeCalls(), tools.workshop.now())
    return on
  }
  const method = tools.loaded.row.snapshot.payment.method
  const paymentTypeId = account.settings.paymentTypes[method] ?? account.settings.paymentTypes['*'] ?? ''
  const due = part.money.totalMinor - (before?.paidMinor ?? 0)
  const payment = due === 0 ? null : { paymentTypeId, amountMinor: due }
  const attemptId = await intend(tools, taken, 'complete', { saleId, payment })
  return send(tools, taken, attemptId, async () => {
    crashPoint('completion-sent', tools.loaded.row.number)
    const sale = await lightspeed.gateway.completeSale(saleId, payment)
    crashPoint('complete-answered', tools.loaded.row.number)
    if (sale.state !== 'completed')
      throw new GatewayError('unknown-outcome', 'Lightspeed answered, but the sale is not completed.')
    await outcomes.completed(taken, attemptId, sale, lightspeed.takeCalls(), tools.workshop.now())
    crashPoint('between-parts', tools.loaded.row.number)
  })
}

/** The intent, committed before the first byte leaves; its deadline lies inside the lease. */
function intend(
  tools: PushTools,
  taken: Claim,
  kind: 'create' | 'complete',
  request: unknown,
): Promise<string> {
  const now = tools.workshop.now()
  return writeIntent(
    taken,
    {
      kind,
      requestHash: createHash('sha256').update(JSON.stringify(request)).digest('hex'),
      deadline: new Date(now.getTime() + tools.workshop.waits.callDeadlineMs),
    },
    now,
  )
}

/** Sends once and sorts what comes back: a clear yes, a clear no, not sent at all, or unknown. */
async function send(
  tools: PushTools,
  taken: Claim,
  attemptId: string,
  work: () => Promise<void>,
): Promise<StepAnswer> {
  const part = present(
    tools.loaded.parts.find((candidate) => candidate.id === taken.partId),
    'part of the claim',
  )
  const { lightspeed } = tools.accountOf(part.posAccountId)
  const { waits } = tools.workshop
  try {
    await work()
    return on
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    const calls = lightspeed.takeCalls()
    const now = tools.workshop.now()
    switch (error.kind) {
      case 'never-sent':
      case 'rate-limited':
      case 'unauthorized':
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

/** Stock read again just before the first call of a push; a store that became short sends it back to the queue. */
async function shortMeanwhile(tools: PushTools, part: PartRow): Promise<boolean> {
  const { lightspeed } = tools.accountOf(part.posAccountId)
  const codes = part.lines.filter((line) => line.externalItemId !== '0').map((line) => line.externalItemId)
  if (codes.length === 0) return false
  const readAt = tools.workshop.now()
  const stock = await lightspeed.gateway.readStock([...new Set(codes)])
  const readings = [...new Set(codes)].map((externalId) => ({
    externalId,
    sku: '',
    title: '',
    countsStock: true,
    stock: stock.filter((level) => level.itemId === externalId),
  }))
  const reason = await becameShort(tools.merchantId, part, readings, readAt)
  if (!reason) return false
  await returnToQueue(tools.merchantId, tools.orderId, [reason], tools.workshop.now())
  return true
}
