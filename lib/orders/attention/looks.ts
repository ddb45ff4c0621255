import { and, eq, lt } from 'drizzle-orm'
import type { MerchantTx } from '@/lib/db/with-merchant'
import { enqueue } from '@/lib/jobs/queue'
import type { JobRank } from '@/lib/jobs/kinds'
import { SYSTEM } from '../actor'
import { record } from '../history'
import { saveOrder } from '../order-row'
import type { OrderRow } from '../planning/write-plan'
import { attentionOf, differencesOf } from './differences'
import { mergeSales, sameSales, type FoundSale } from './found-sale'
import { forgetFindings } from '../verify/feed-rows'
import { pictureOf } from './picture'
import { looks, type LookRow, type RefundChoices } from './tables'

export async function getLook({ tx, merchantId }: MerchantTx, orderId: string): Promise<LookRow | null> {
  const [row] = await tx
    .select()
    .from(looks)
    .where(and(eq(looks.merchantId, merchantId), eq(looks.orderId, orderId)))
  return row ?? null
}

/**
 * Asks that an order's sales be looked at in Lightspeed, in the caller's transaction; what was seen meanwhile is kept
 * with it.
 */
export async function askLook(
  scope: MerchantTx,
  orderId: string,
  now: Date,
  { seen = [], rank }: { seen?: FoundSale[]; rank?: JobRank } = {},
): Promise<void> {
  const { tx, merchantId } = scope
  const known = await getLook(scope, orderId)
  const sales = mergeSales(known?.sales ?? [], seen)
  await tx
    .insert(looks)
    .values({ merchantId, orderId, askedAt: now, sales })
    .onConflictDoUpdate({ target: [looks.merchantId, looks.orderId], set: { askedAt: now, sales } })
  await enqueue(tx, 'settle', { merchantId, orderId }, rank ? { rank } : {})
}

/** Keeps what a push came across, so that it tells a person once and no more. */
export async function keepSeen(scope: MerchantTx, orderId: string, seen: FoundSale[]): Promise<void> {
  const { tx, merchantId } = scope
  const sales = mergeSales((await getLook(scope, orderId))?.sales ?? [], seen)
  await tx
    .insert(looks)
    .values({ merchantId, orderId, sales })
    .onConflictDoUpdate({ target: [looks.merchantId, looks.orderId], set: { sales } })
}

/** The look could not be made; it stays asked for. */
export async function lookFailed(
  { tx, merchantId }: MerchantTx,
  orderId: string,
  because: string,
): Promise<void> {
  await tx
    .insert(looks)
    .values({ merchantId, orderId, failedBecause: because })
    .onConflictDoUpdate({
      target: [looks.merchantId, looks.orderId],
      set: { failedBecause: because },
    })
}

export interface Look {
  sales: FoundSale[]
  choices: RefundChoices[]
}

/** Stores what Lightspeed holds now; `answered` ends what was asked for until then. */
export async function storeLook(
  { tx, merchantId }: MerchantTx,
  orderId: string,
  look: Look,
  answered: boolean,
  now: Date,
): Promise<void> {
  const set = { ...look, lookedAt: now, failedBecause: null, ...(answered ? { askedAt: null } : {}) }
  await tx
    .insert(looks)
    .values({ merchantId, orderId, ...set })
    .onConflictDoUpdate({ target: [looks.merchantId, looks.orderId], set })
}

/**
 * What the facts as just looked at make of a locked order: attention is set where they differ, and ends where they agree.
 * The order's version grows only when there is something new for a person to see.
 */
export async function judgeFacts(
  scope: MerchantTx,
  row: OrderRow,
  sales: FoundSale[],
  before: FoundSale[],
  now: Date,
): Promise<void> {
  const picture = await pictureOf(scope, row, sales)
  const differences = differencesOf(picture.order, picture.parts, sales)
  if (differences.length === 0) await forgetFindings(scope, row.id)
  const attention = attentionOf(differences) ?? untilRestIsSettled(row)
  const news = !sameSales(sales, before)
  if (attention === row.attention && !news) return
  await saveOrder(scope, row, 'settle', row.state, { attention }, now)
  if (attention === row.attention) return
  await record(scope, {
    orderId: row.id,
    kind: attention === null ? 'attention-cleared' : 'attention',
    actor: SYSTEM,
    at: now,
    data: attention === null ? { was: row.attention } : { attention },
  })
  if (row.state === 'pushing')
    await enqueue(scope.tx, 'push', { merchantId: scope.merchantId, orderId: row.id }, { rank: 'person' })
}

/** That a part was refused is told until its units are pushed or voided, however well the sales that are there agree. */
function untilRestIsSettled({ attention, state }: OrderRow): string | null {
  const rest = state === 'partly-pushed' || state === 'snoozed' || state === 'pushing'
  return attention === 'refused-after-sale' && rest ? attention : null
}

/** Orders whose look was asked for before then and not made since. */
export async function listUnlooked({ tx, merchantId }: MerchantTx, before: Date): Promise<string[]> {
  const rows = await tx
    .select({ orderId: looks.orderId })
    .from(looks)
    .where(and(eq(looks.merchantId, merchantId), lt(looks.askedAt, before)))
    .limit(SWEEP_LIMIT)
  return rows.map((row) => row.orderId)
}

/** One sweep enqueues this many; the next one goes on. */
export const SWEEP_LIMIT = 200
