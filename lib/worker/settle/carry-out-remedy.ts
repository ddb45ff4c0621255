import { createHash } from 'node:crypto'
import { crashPoint } from '@/lib/crash'
import { GatewayError, type Gateway, type PosRefund } from '@/lib/lightspeed/types'
import {
  beginRemedy,
  remedyAgain,
  remedyDone,
  remedyRefused,
  remedyUnknown,
  type Try,
} from '@/lib/orders/attention/remedies'
import type { Look } from '@/lib/orders/attention/looks'
import type { RemedyRow } from '@/lib/orders/attention/tables'
import { ReconnectNeeded } from '@/lib/pos-accounts/fresh-token'
import { present } from '@/lib/result'
import type { Step } from '../account-pace'
import { lookAtOrder, standing } from './look'
import { on, saleOf, takeCalls, tryOf, type SettleTools, type StepAnswer } from './settle-tools'

/**
 * Carries out what a person ordered: the sales are read first and decide whether it still makes sense; a write has its
 * budget and a good token before its intent, and is sent once.
 */
export async function begin(tools: SettleTools, remedy: RemedyRow): Promise<StepAnswer> {
  const look = await lookAtOrder(tools)
  if (remedy.kind !== 'archive' && remedy.kind !== 'refund') {
    await beginRemedy(tryOf(remedy), look, noIntent(tools), takeCalls(tools), tools.workshop.now())
    return on
  }
  const { lightspeed } = tools.accountOf(remedy.posAccountId)
  const step: Step = { kind: remedy.kind }
  const waitMs = await lightspeed.reserve(step, 'person')
  if (waitMs > 0) return { kind: 'later', ms: waitMs }
  try {
    await lightspeed.ready()
    const now = tools.workshop.now()
    const { leaseMs, callDeadlineMs } = tools.workshop.waits
    const deadline = new Date(now.getTime() + leaseMs)
    const { kind, saleId, registerId, paymentTypeId } = remedy
    const requestHash = createHash('sha256')
      .update(JSON.stringify({ kind, saleId, registerId, paymentTypeId }))
      .digest('hex')
    const begun = await beginRemedy(tryOf(remedy), look, { requestHash, deadline }, takeCalls(tools), now)
    if (begun.kind === 'ended') return on
    await crashPoint('remedy-intent-committed', tools.loaded.row.number)
    const sendBefore = new Date(deadline.getTime() - callDeadlineMs)
    return await send({ ...tools, look }, remedy, begun.sent, sendBefore)
  } finally {
    await lightspeed.release()
  }
}

/** What changes only our own rows is sent nowhere. */
const noIntent = ({ workshop }: SettleTools) => ({ requestHash: '', deadline: workshop.now() })

/** The sales are those that were read just before. */
type Sending = SettleTools & { look: Look }

/** Sends once and sorts what comes back: a clear yes, a clear no, not sent at all, or unknown. */
async function send(tools: Sending, remedy: RemedyRow, sent: Try, before: Date): Promise<StepAnswer> {
  const { lightspeed } = tools.accountOf(remedy.posAccountId)
  const { waits } = tools.workshop
  try {
    // A call that begins later could end after its deadline, when its effect is looked up already.
    if (tools.workshop.now() > before)
      throw new GatewayError('never-sent', 'This worker stood still for too long to send it in time.')
    const refund = await write(tools, remedy)
    await crashPoint('remedy-answered', tools.loaded.row.number)
    await remedyDone(sent, refund, takeCalls(tools), tools.workshop.now())
    return on
  } catch (error) {
    if (!(error instanceof GatewayError) && !(error instanceof ReconnectNeeded)) throw error
    const calls = takeCalls(tools)
    const now = tools.workshop.now()
    if (error instanceof ReconnectNeeded) {
      await remedyAgain(sent, error.message, waits.stockRetryMs, calls, now)
      throw error
    }
    switch (error.kind) {
      case 'unauthorized':
        // Once is a token that ended; again, with the renewed one, is for a person.
        if (remedy.response?.['unauthorized'] === true) await lightspeed.giveUp()
        await remedyAgain(sent, error.message, 0, calls, now, { unauthorized: true })
        return on
      case 'never-sent':
      case 'rate-limited':
        await remedyAgain(sent, error.message, error.facts.retryAfterMs ?? waits.stockRetryMs, calls, now)
        return on
      case 'refused':
        await remedyRefused(sent, `Lightspeed refused it: ${error.message}`, calls, now)
        return on
      case 'unavailable':
      case 'malformed':
      case 'unknown-outcome':
        await remedyUnknown(sent, error.message, waits, calls, now)
        return on
    }
  }
}

/** The one call. A refund's answer must be the completed refund of this very sale, of exactly what was to be paid back. */
async function write(tools: Sending, remedy: RemedyRow): Promise<PosRefund | null> {
  const { account, lightspeed } = tools.accountOf(remedy.posAccountId)
  if (remedy.kind === 'archive') {
    await lightspeed.gateway.archiveSale(saleOf(remedy))
    return null
  }
  const registerId = present(remedy.registerId, 'register of the refund')
  const answered = await lightspeed.gateway.refundSale(saleOf(remedy), {
    shopId: shopOf(tools, remedy),
    registerId,
    employeeId: account.settings.employeeId,
    paymentTypeId: present(remedy.paymentTypeId, 'payment type of the refund'),
  })
  const refund = await readBack(lightspeed.gateway, answered.id)
  const own = tools.look.sales.find(
    (sale) => sale.posAccountId === remedy.posAccountId && sale.id === remedy.saleId,
  )
  const lines = new Set(own?.lines?.map((line) => line.id))
  const isOurs = refund.units.length > 0 && refund.units.every((unit) => lines.has(unit.lineId))
  if (isOurs && refund.state === 'completed' && refund.amountMinor === remedy.amountMinor) return refund
  throw new GatewayError(
    'unknown-outcome',
    'Lightspeed answered, but not with the refund that was asked for.',
  )
}

/** What an answer says of itself may be mixed up on the way; only the refund that can be read is one. */
async function readBack(gateway: Gateway, refundId: string): Promise<PosRefund> {
  try {
    return await gateway.readRefund(refundId)
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    throw new GatewayError('unknown-outcome', `The refund could not be read back: ${error.message}`)
  }
}

function shopOf({ loaded }: SettleTools, remedy: RemedyRow): string {
  const own = loaded.look?.choices.find((one) => one.posAccountId === remedy.posAccountId)
  return present(own?.registers.find((one) => one.id === remedy.registerId)?.shopId, 'shop of the register')
}

/** Whoever sent this is gone without a word: from now on its effect is unknown, and looked up. */
export async function becomeUnknown(tools: SettleTools, remedy: RemedyRow): Promise<StepAnswer> {
  const because = 'The worker ended before the answer was stored.'
  await remedyUnknown(tryOf(remedy), because, tools.workshop.waits, [], tools.workshop.now())
  return on
}

/** What became of a write whose answer never came. An archive may be sent again, a refund never is. */
export async function lookUp(tools: SettleTools, remedy: RemedyRow): Promise<StepAnswer> {
  const { gateway } = tools.accountOf(remedy.posAccountId).lightspeed
  const sale = await gateway.readSale(saleOf(remedy))
  const sent = tryOf(remedy)
  const { waits } = tools.workshop
  if (remedy.kind === 'archive') {
    const calls = takeCalls(tools)
    const now = tools.workshop.now()
    if (sale.state === 'archived') await remedyDone(sent, null, calls, now)
    else if (sale.state !== 'open')
      await remedyRefused(sent, 'Somebody completed the sale meanwhile.', calls, now)
    // Sent to the same sale once more, it does the same thing or nothing.
    else if (remedy.lookUps >= 1) await remedyAgain(sent, 'The sale is still open.', 0, calls, now)
    else await remedyUnknown(sent, 'The sale is still open.', waits, calls, now)
    return on
  }
  const [refund, ...more] = standing(await gateway.findRefunds(sale, []))
  const calls = takeCalls(tools)
  const now = tools.workshop.now()
  if (refund && more.length === 0 && refund.amountMinor === remedy.amountMinor)
    await remedyDone(sent, refund, calls, now)
  else if (refund)
    await remedyRefused(sent, 'Lightspeed holds another refund of this sale. Check it there.', calls, now)
  else if (sale.state === 'voided')
    await remedyRefused(sent, 'Somebody voided the sale meanwhile.', calls, now)
  else await remedyUnknown(sent, 'No refund found yet.', waits, calls, now)
  return on
}
