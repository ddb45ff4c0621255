import { and, eq, inArray } from 'drizzle-orm'
import { withMerchant, type MerchantTx } from '@/lib/db/with-merchant'
import { present } from '@/lib/result'
import type { Waits } from '@/lib/waits'
import { SYSTEM } from '../actor'
import { record } from '../history'
import { lockOrder } from '../order-row'
import type { OrderRow } from '../planning/write-plan'
import { nextLookUpMs } from '../push/push-steps'
import { recordCalls, type CallSeen } from '../push/push-outcomes'
import { carryOut, refunded } from './carry-out'
import { askLook, getLook, judgeFacts, lookFailed, storeLook, type Look } from './looks'
import { figuresOf } from './found-sale'
import { offerOf } from './offers'
import { partsOfOrder, pictureOf } from './picture'
import { OPEN, openRemedy } from './remedy-reads'
import { remedies, type RemedyRow } from './tables'

/** The try of a remedy that an outcome belongs to; of an older one nothing is written. */
export type Try = Pick<RemedyRow, 'merchantId' | 'orderId' | 'id' | 'tries'>

/** The frame of every outcome, one transaction: the order's lock, the very try it belongs to, the calls, the outcome. */
function settle(
  { merchantId, orderId, id, tries }: Try,
  calls: CallSeen[],
  now: Date,
  work: (scope: MerchantTx, remedy: RemedyRow, row: OrderRow) => Promise<void>,
): Promise<void> {
  return withMerchant(merchantId, async (scope) => {
    const row = present(await lockOrder(scope, orderId), 'order of the remedy')
    const [remedy] = await scope.tx
      .select()
      .from(remedies)
      .where(and(eq(remedies.merchantId, merchantId), eq(remedies.id, id), inArray(remedies.state, OPEN)))
      .for('update')
    if (!remedy || remedy.tries !== tries) return
    await recordCalls(scope, orderId, remedy.ordinal, calls, now)
    await work(scope, remedy, row)
  })
}

const change = ({ tx, merchantId }: MerchantTx, id: string, set: Partial<RemedyRow>) =>
  tx
    .update(remedies)
    .set(set)
    .where(and(eq(remedies.merchantId, merchantId), eq(remedies.id, id)))

/** Ends a remedy: told in the history, and the facts are looked at again. */
async function end(
  scope: MerchantTx,
  remedy: RemedyRow,
  state: 'done' | 'refused' | 'not-found',
  told: { because?: string; response?: Record<string, unknown> },
  now: Date,
): Promise<void> {
  await change(scope, remedy.id, { ...told, state, settledAt: now, notBefore: null })
  await record(scope, {
    orderId: remedy.orderId,
    kind: 'remedied',
    actor: SYSTEM,
    at: now,
    ...(remedy.ordinal === null ? {} : { partOrdinal: remedy.ordinal }),
    data: { what: remedy.kind, state, ...told.response, ...(told.because ? { because: told.because } : {}) },
  })
  await askLook(scope, remedy.orderId, now, { rank: 'person' })
}

export type Begun = { kind: 'ended' } | { kind: 'send'; sent: Try }

/**
 * The moment a remedy is carried out, decided on what Lightspeed holds now (`look`): refused if that is not what the
 * person saw or makes it senseless; else done at once where no call is needed, and an intent where one is.
 */
export function beginRemedy(
  asked: Try,
  look: Look,
  intent: { requestHash: string; deadline: Date },
  calls: CallSeen[],
  now: Date,
): Promise<Begun> {
  let begun: Begun = { kind: 'ended' }
  return settle(asked, calls, now, async (scope, remedy, row) => {
    if (remedy.state !== 'asked') return
    await storeLook(scope, row.id, look, false, now)
    const picture = await pictureOf(scope, row, look.sales)
    const offer = offerOf(picture, remedy)
    const sale = look.sales.find(
      (one) => one.id === remedy.saleId && one.posAccountId === remedy.posAccountId,
    )
    if (sale && remedy.seen !== null && figuresOf(sale) !== remedy.seen)
      return end(
        scope,
        remedy,
        'refused',
        { because: `Sale ${sale.ticketNumber} changed since you looked.` },
        now,
      )
    if (!offer?.ok)
      return end(scope, remedy, 'refused', { because: offer?.because ?? NO_SENSE[remedy.kind] }, now)
    if (remedy.kind !== 'archive' && remedy.kind !== 'refund') {
      const because = await carryOut(scope, row, remedy, picture, now)
      return end(
        scope,
        remedy,
        because === null ? 'done' : 'refused',
        because === null ? {} : { because },
        now,
      )
    }
    const tries = remedy.tries + 1
    await change(scope, remedy.id, {
      state: 'sent',
      tries,
      sentAt: now,
      ...intent,
      lookUps: 0,
      notBefore: null,
    })
    await record(scope, {
      orderId: row.id,
      kind: 'intent',
      actor: SYSTEM,
      at: now,
      ...(remedy.ordinal === null ? {} : { partOrdinal: remedy.ordinal }),
      data: { what: remedy.kind, saleId: remedy.saleId, ticketNumber: sale?.ticketNumber, attempt: tries },
    })
    begun = { kind: 'send', sent: { ...asked, tries } }
  }).then(() => begun)
}

const NO_SENSE: Record<RemedyRow['kind'], string> = {
  adopt: 'The sale cannot stand for this part any more.',
  archive: 'The sale is not open any more.',
  refund: 'The sale does not stand any more, so there is nothing to refund.',
  'push-again': 'Lightspeed holds a sale for this part after all.',
  'put-back': 'Lightspeed holds a sale for this part after all.',
}

/** It was done: the sale is archived, or refunded by this refund. */
export function remedyDone(
  sent: Try,
  refund: { id: string; ticketNumber: string } | null,
  calls: CallSeen[],
  now: Date,
): Promise<void> {
  return settle(sent, calls, now, async (scope, remedy, row) => {
    if (refund) await refunded(scope, row, remedy, await soldStill(scope, row, remedy), now)
    const response = refund ? { refundId: refund.id, refundTicket: refund.ticketNumber } : {}
    await end(scope, remedy, 'done', { response }, now)
  })
}

/** The order's sales as last looked at, without the one that is refunded now. */
async function soldStill(scope: MerchantTx, row: OrderRow, remedy: RemedyRow) {
  const sales = (await getLook(scope, row.id))?.sales ?? []
  return sales.filter((sale) => sale.posAccountId !== remedy.posAccountId || sale.id !== remedy.saleId)
}

/** A clear no, in Lightspeed's words, or what became of the sale meanwhile. */
export function remedyRefused(sent: Try, because: string, calls: CallSeen[], now: Date): Promise<void> {
  return settle(sent, calls, now, (scope, remedy) => end(scope, remedy, 'refused', { because }, now))
}

/** Nothing left or nothing came of it: it is tried again after `ms`, once the sale was looked at anew. */
export function remedyAgain(
  sent: Try,
  because: string,
  ms: number,
  calls: CallSeen[],
  now: Date,
  told: Record<string, unknown> = {},
): Promise<void> {
  return settle(sent, calls, now, async (scope, remedy) => {
    const notBefore = new Date(now.getTime() + ms)
    await change(scope, remedy.id, { state: 'asked', notBefore, response: { because, ...told } })
  })
}

/**
 * Whether it had an effect cannot be said: it is looked up at the set times. `last`: it was looked up for the last time;
 * a refund is never sent again by itself, so from there on only a person can tell.
 */
export function remedyUnknown(
  sent: Try,
  because: string,
  waits: Waits,
  calls: CallSeen[],
  now: Date,
): Promise<void> {
  return settle(sent, calls, now, async (scope, remedy) => {
    const lookUps = remedy.state === 'unknown' ? remedy.lookUps + 1 : 0
    if (lookUps >= waits.lookUpMs.length) return end(scope, remedy, 'not-found', { because: NOT_FOUND }, now)
    const due = nextLookUpMs(remedy.sentAt?.getTime() ?? 0, lookUps, waits, now.getTime())
    await change(scope, remedy.id, {
      state: 'unknown',
      lookUps,
      notBefore: new Date(due),
      response: { because },
    })
  })
}

const NOT_FOUND =
  'Lightspeed never answered, and shows no refund of this sale after the last look-up. Check there before you refund it again.'

/**
 * What Lightspeed holds, stored, and what follows from it. `began`: when the reading began; a look asked for after that
 * is still to be made, and so is this one when a part was completed after that: what it tells is older than the part. While
 * something is being carried out its own end asks for the look that counts.
 */
export function judgeLook(
  merchantId: string,
  orderId: string,
  look: Look,
  began: Date,
  calls: CallSeen[],
  now: Date,
): Promise<void> {
  return withMerchant(merchantId, async (scope) => {
    const row = present(await lockOrder(scope, orderId), 'order of the look')
    await recordCalls(scope, orderId, null, calls, now)
    const parts = await partsOfOrder(scope, orderId)
    if (parts.some(({ completedAt }) => completedAt !== null && completedAt > began))
      return askLook(scope, orderId, now)
    const before = await getLook(scope, orderId)
    const answered = before?.askedAt !== null && before?.askedAt !== undefined && before.askedAt <= began
    await storeLook(scope, orderId, look, answered, now)
    if (await openRemedy(scope, orderId)) return
    await judgeFacts(scope, row, look.sales, before?.sales ?? [], now)
  })
}

/** The page says why nothing is known yet; the order's state stays. */
export const noteLookFailed = (merchantId: string, orderId: string, because: string): Promise<void> =>
  withMerchant(merchantId, (scope) => lookFailed(scope, orderId, because))
