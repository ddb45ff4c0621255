import type { Viewer } from '@/lib/access/viewer'
import type { MerchantTx } from '@/lib/db/with-merchant'
import { enqueue } from '@/lib/jobs/queue'
import { ok, refuse } from '@/lib/result'
import type { Actor } from '../actor'
import { figuresOf } from '../attention/found-sale'
import { askLook, getLook } from '../attention/looks'
import { offerOf, type Target } from '../attention/offers'
import { pictureOf } from '../attention/picture'
import { openRemedy } from '../attention/remedy-reads'
import { remedies, type LookRow, type RemedyRow } from '../attention/tables'
import { remedyWord } from '../attention/words'
import { record } from '../history'
import { saveOrder } from '../order-row'
import type { OrderRow } from '../planning/write-plan'
import { asPerson, type CommandAnswer } from './command'

/** The order as the person saw it. */
interface Seen {
  orderId: string
  version: number
}
/** A sale found in Lightspeed, by account and id; `figures` are those the person saw. */
interface SeenSale {
  posAccountId: string
  saleId: string
  figures: string
}

/** Has the sales of an order in attention read in Lightspeed again; attention ends by itself where the facts agree. */
export function lookAgain(viewer: Viewer, input: Seen, now: Date): Promise<CommandAnswer> {
  return asPerson(viewer, 'settle', input, async (scope, row, actor) => {
    const busy = await busyBecause(scope, row)
    if (busy) return refuse({ kind: 'not-now', because: busy })
    await saveOrder(scope, row, 'settle', row.state, {}, now)
    await record(scope, { orderId: row.id, kind: 'look-asked', actor, at: now })
    await askLook(scope, row.id, now, { rank: 'person' })
    return ok({ message: 'Looking in Lightspeed…', nextOrderId: null })
  })
}

/**
 * Takes a sale that is there as the part's own, or keeps one although it differs; what differs needs `acceptDifference`.
 * The worker does it once it has read the sale again.
 */
export function adoptSale(
  viewer: Viewer,
  input: Seen & SeenSale & { ordinal: number; acceptDifference: boolean },
  now: Date,
): Promise<CommandAnswer> {
  const { acceptDifference, ...target } = input
  return order(viewer, { ...target, kind: 'adopt' }, now, { acceptDifference })
}

/** Makes the sale of a part once more, after the person has checked that nothing in Lightspeed stands for it. */
export function pushAgain(
  viewer: Viewer,
  input: Seen & { ordinal: number; posAccountId: string },
  now: Date,
): Promise<CommandAnswer> {
  return order(viewer, { ...input, kind: 'push-again', saleId: null, figures: null }, now)
}

/** Gives a part up whose sale is gone: its units are to be placed anew, or voided. */
export function putBack(
  viewer: Viewer,
  input: Seen & { ordinal: number; posAccountId: string },
  now: Date,
): Promise<CommandAnswer> {
  return order(viewer, { ...input, kind: 'put-back', saleId: null, figures: null }, now)
}

/** Archives an open sale, which moves no stock. */
export function archiveSale(
  viewer: Viewer,
  input: Seen & SeenSale & { ordinal: number | null },
  now: Date,
): Promise<CommandAnswer> {
  return order(viewer, { ...input, kind: 'archive' }, now)
}

/** Refunds all of a completed sale on this register, paid out by this payment type. Sent once, never by itself again. */
export function refundSale(
  viewer: Viewer,
  input: Seen &
    SeenSale & { ordinal: number | null; registerId: string; paymentTypeId: string; amountMinor: number },
  now: Date,
): Promise<CommandAnswer> {
  const { registerId, paymentTypeId, amountMinor, ...target } = input
  return order(viewer, { ...target, kind: 'refund' }, now, {
    refund: { registerId, paymentTypeId, amountMinor },
  })
}

interface Terms {
  acceptDifference?: boolean
  refund?: Pick<RemedyRow, 'registerId' | 'paymentTypeId'> & { amountMinor: number }
}

/** The frame of all five: it makes sense on what was last seen, it is written with history and job, once. */
function order(
  viewer: Viewer,
  input: Seen & Target & { figures: string | null },
  now: Date,
  terms: Terms = {},
): Promise<CommandAnswer> {
  return asPerson(viewer, 'settle', input, async (scope, row, actor) => {
    const because = (await busyBecause(scope, row)) ?? (await whyNotNow(scope, row, input, terms))
    if (because !== null) return refuse({ kind: 'not-now', because })
    await saveOrder(scope, row, 'settle', row.state, {}, now)
    await write(scope, row, actor, input, terms, now)
    return ok({ message: `${remedyWord(input.kind)}: under way for order ${row.number}.`, nextOrderId: null })
  })
}

/** One thing at a time, and only while there is something to settle. */
async function busyBecause(scope: MerchantTx, row: OrderRow): Promise<string | null> {
  if (row.attention === null) return 'Nothing of this order is to be settled any more.'
  const open = await openRemedy(scope, row.id)
  return open
    ? `${remedyWord(open.kind)} is still being carried out. Wait for its result, then decide.`
    : null
}

async function whyNotNow(
  scope: MerchantTx,
  row: OrderRow,
  input: Target & { figures: string | null },
  { acceptDifference, refund }: Terms,
): Promise<string | null> {
  const look = await getLook(scope, row.id)
  const picture = await pictureOf(scope, row, look?.sales ?? [])
  const offer = offerOf(picture, input)
  if (!offer) return 'That makes no sense for this order as it is now. Look again.'
  if (!offer.ok) return offer.because
  const sale = look?.sales.find((one) => one.id === input.saleId && one.posAccountId === input.posAccountId)
  if (sale && figuresOf(sale) !== input.figures)
    return `Sale ${sale.ticketNumber} changed meanwhile. Look at it again, then decide.`
  if (offer.differs !== null && acceptDifference === false)
    return `Sale ${sale?.ticketNumber ?? ''} ${offer.differs}. Confirm that you take it as it is.`
  return refund && sale && look ? refundBlocked(look, sale, refund) : null
}

/** A refund is booked where the sale was made, on a register and a payment type that are there. */
function refundBlocked(
  { choices }: LookRow,
  sale: LookRow['sales'][number],
  refund: NonNullable<Terms['refund']>,
): string | null {
  const own = choices.find((one) => one.posAccountId === sale.posAccountId)
  const register = own?.registers.find((one) => one.id === refund.registerId)
  if (register?.shopId !== sale.shopId) return 'Choose a register of the store that made the sale.'
  if (!own?.paymentTypes.some((one) => one.id === refund.paymentTypeId))
    return 'Choose a payment type that Lightspeed has.'
  return refund.amountMinor === sale.totalMinor
    ? null
    : 'The amount is not that of the sale any more. Look again.'
}

async function write(
  scope: MerchantTx,
  row: OrderRow,
  actor: Actor,
  { kind, ordinal, posAccountId, saleId, figures }: Target & { figures: string | null },
  { refund }: Terms,
  now: Date,
): Promise<void> {
  const { tx, merchantId } = scope
  await tx.insert(remedies).values({
    merchantId,
    orderId: row.id,
    kind,
    state: 'asked',
    ordinal,
    posAccountId,
    saleId,
    seen: figures,
    ...refund,
    askedBy: actor,
    askedAt: now,
  })
  await record(scope, {
    orderId: row.id,
    kind: 'remedy-asked',
    actor,
    at: now,
    ...(ordinal === null ? {} : { partOrdinal: ordinal }),
    data: { what: kind, saleId, ...refund },
  })
  await enqueue(tx, 'settle', { merchantId, orderId: row.id }, { rank: 'person' })
}
