import { GatewayError, type SaleDraft } from '@/lib/lightspeed/types'
import type { PartView } from '@/lib/orders/push/push-steps'
import type { Claim, PartRow } from '@/lib/orders/push/pushing'
import { ReconnectNeeded } from '@/lib/pos-accounts/fresh-token'
import { present } from '@/lib/result'
import { holdSentence } from '@/lib/routing/explaining/explain'
import type { HoldReason } from '@/lib/routing/types'
import { adopt, findOwnSales, takeForgotten } from './push-look-up'
import { on, partOf, type PushTools, type StepAnswer } from './push-tools'

export type Ready = { kind: 'ready'; draft: SaleDraft } | StepAnswer

/**
 * Step 3 of a claimed part: stock read again, earlier attempts looked up, the sale composed, the token good. Answers
 * the sale to send, or what became of the part instead.
 */
export async function makeReady(tools: PushTools, view: PartView, taken: Claim): Promise<Ready> {
  const part = partOf(tools, view)
  const { lightspeed } = tools.accountOf(part.posAccountId)
  if (tools.mayBeForgotten(part.posAccountId)) {
    const known = await takeForgotten(tools, view, taken)
    if (known) return known
  }
  if (view.attempts === 0) {
    const reason = await shortMeanwhile(tools, part)
    if (reason) return stop(tools, taken, part, reason)
  } else {
    // An earlier attempt may have worked after all: never send a second time without having looked.
    const found = await findOwnSales(tools, part)
    if (found.length > 0) return adopt(tools, view, taken, null, found)
  }
  const composed = await tools.composeSale(
    tools,
    part,
    present(await tools.rows.storeOfPart(tools.merchantId, part), 'store'),
  )
  await lightspeed.ready()
  if (composed.ok) return { kind: 'ready', draft: composed.value }
  const { code, because } = composed.refusal
  return stop(tools, taken, part, { code, lines: [], facts: { because } })
}

async function stop(tools: PushTools, taken: Claim, part: PartRow, reason: HoldReason): Promise<StepAnswer> {
  const calls = tools.accountOf(part.posAccountId).lightspeed.takeCalls()
  await tools.rows.stopped(taken, reason, holdSentence(reason), calls, tools.workshop.now())
  return on
}

/**
 * Runs the part of a step that comes before its intent. A read that failed has changed nothing: the claim ends and the
 * step begins anew later; a clear no of Lightspeed (a right missing, a customer it does not take) refuses the part.
 */
export async function beforeIntent<T>(
  tools: PushTools,
  taken: Claim,
  part: PartRow,
  work: () => Promise<T>,
): Promise<T | StepAnswer> {
  try {
    return await work()
  } catch (error) {
    const { lightspeed } = tools.accountOf(part.posAccountId)
    const { waits } = tools.workshop
    if (error instanceof GatewayError && error.kind === 'refused') {
      await tools.rows.refused(taken, null, error.message, lightspeed.takeCalls(), tools.workshop.now())
      return on
    }
    if (!(error instanceof GatewayError) && !(error instanceof ReconnectNeeded)) throw error
    await tools.rows.tryAgain(taken, null, error.message, lightspeed.takeCalls(), tools.workshop.now())
    if (error instanceof ReconnectNeeded) throw error
    return { kind: 'later', ms: error.facts.retryAfterMs ?? waits.stockRetryMs }
  }
}

/** Stock read again just before the first call for a part: why its store cannot fill it any more, or null. */
async function shortMeanwhile(tools: PushTools, part: PartRow): Promise<HoldReason | null> {
  const { lightspeed } = tools.accountOf(part.posAccountId)
  const itemIds = await tools.rows.itemsToCount(tools.merchantId, part)
  if (itemIds.length === 0) return null
  const readAt = tools.workshop.now()
  const stock = await lightspeed.gateway.readStock(itemIds)
  const readings = itemIds.map((externalId) => ({
    externalId,
    sku: '',
    title: '',
    countsStock: true,
    stock: stock.filter((level) => level.itemId === externalId),
  }))
  return tools.rows.becameShort(tools.merchantId, part, readings, readAt)
}
