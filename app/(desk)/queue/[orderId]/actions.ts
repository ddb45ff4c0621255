'use server'

import { z } from 'zod'
import { action, type Answer } from '@/app/_lib/action'
import {
  adoptSale,
  archiveSale,
  lookAgain,
  pushAgain,
  putBack,
  refundSale,
} from '@/lib/orders/commands/attention'
import {
  pushSplit,
  pushWhole,
  refreshStock,
  reopenOrder,
  undoPush,
  voidOrder,
} from '@/lib/orders/commands/commands'
import { assignOrder } from '@/lib/orders/handling/assign'
import { commentOn } from '@/lib/orders/handling/comments'
import { snoozeOrder, wakeOrder } from '@/lib/orders/handling/snooze'
import { transferThenPush } from '@/lib/transfers/push-after'
import { refusalSentence, type CommandRefusal } from '@/lib/orders/commands/refusals'
import type { Result } from '@/lib/result'
import { partsShape } from './parts-shape'

type Done = { message: string; nextOrderId?: string | null }

/** The version the person saw travels with every command. */
const seen = { orderId: z.uuid(), version: z.int().min(0) }
const seenShape = z.object(seen)

const told = (result: Result<Done, CommandRefusal>): Answer<Done> =>
  result.ok ? { ok: true, ...result.value } : { ok: false, message: refusalSentence(result.refusal) }

export const pushWholeAction = action(
  'act-on-orders',
  z.object({ ...seen, storeId: z.uuid(), acceptShort: z.boolean() }),
  async ({ viewer, input, now }) => told(await pushWhole(viewer, input, now)),
)

export const pushSplitAction = action(
  'act-on-orders',
  z.object({ ...seen, parts: partsShape.min(1), acceptShort: z.boolean() }),
  async ({ viewer, input, now }) => told(await pushSplit(viewer, input, now)),
)

export const transferThenPushAction = action(
  'act-on-orders',
  z.object({ ...seen, storeId: z.uuid(), transfers: z.array(z.string().max(500)).min(1).max(100) }),
  async ({ viewer, input, now }) => told(await transferThenPush(viewer, input, now)),
)

export const undoPushAction = action('act-on-orders', seenShape, async ({ viewer, input, now }) =>
  told(await undoPush(viewer, input, now)),
)

export const voidOrderAction = action(
  'act-on-orders',
  z.object({ ...seen, reason: z.string().trim().min(1).max(100), note: z.string().trim().max(1_000) }),
  async ({ viewer, input, now }) => told(await voidOrder(viewer, input, now)),
)

export const reopenOrderAction = action('act-on-orders', seenShape, async ({ viewer, input, now }) =>
  told(await reopenOrder(viewer, input, now)),
)

export const refreshStockAction = action('act-on-orders', seenShape, async ({ viewer, input, now }) =>
  told(await refreshStock(viewer, input, now)),
)

export const snoozeOrderAction = action(
  'act-on-orders',
  z.object({ ...seen, until: z.iso.datetime().nullable(), orStock: z.boolean() }),
  async ({ viewer, input: { until, ...input }, now }) =>
    told(await snoozeOrder(viewer, { ...input, until: until === null ? null : new Date(until) }, now)),
)

export const wakeOrderAction = action('act-on-orders', seenShape, async ({ viewer, input, now }) =>
  told(await wakeOrder(viewer, input, now)),
)

export const assignOrderAction = action(
  'act-on-orders',
  z.object({ orderId: z.uuid(), userId: z.string().min(1).max(100).nullable() }),
  async ({ viewer, input, now }) => told(await assignOrder(viewer, input, now)),
)

export const commentAction = action(
  'act-on-orders',
  z.object({ orderId: z.uuid(), text: z.string().trim().min(1).max(2_000) }),
  async ({ viewer, input, now }) => told(await commentOn(viewer, input, now)),
)

export const lookAgainAction = action('act-on-orders', seenShape, async ({ viewer, input, now }) =>
  told(await lookAgain(viewer, input, now)),
)

const lightspeedId = z.string().regex(/^\d{1,20}$/)
/** A part of the order, and a sale in Lightspeed as the person saw it; its figures list every item once. */
const ofPart = { ...seen, posAccountId: z.uuid(), ordinal: z.int().min(1) }
const ofSale = {
  ...seen,
  posAccountId: z.uuid(),
  saleId: lightspeedId,
  figures: z.string().max(100_000),
}
const ordinal = z.int().min(1).nullable()

export const adoptSaleAction = action(
  'act-on-orders',
  z.object({ ...ofSale, ordinal: z.int().min(1), acceptDifference: z.boolean() }),
  async ({ viewer, input, now }) => told(await adoptSale(viewer, input, now)),
)

export const pushAgainAction = action('act-on-orders', z.object(ofPart), async ({ viewer, input, now }) =>
  told(await pushAgain(viewer, input, now)),
)

export const putBackAction = action('act-on-orders', z.object(ofPart), async ({ viewer, input, now }) =>
  told(await putBack(viewer, input, now)),
)

export const archiveSaleAction = action(
  'act-on-orders',
  z.object({ ...ofSale, ordinal }),
  async ({ viewer, input, now }) => told(await archiveSale(viewer, input, now)),
)

export const refundSaleAction = action(
  'act-on-orders',
  z.object({
    ...ofSale,
    ordinal,
    registerId: lightspeedId,
    paymentTypeId: lightspeedId,
    amountMinor: z.int().min(0),
  }),
  async ({ viewer, input, now }) => told(await refundSale(viewer, input, now)),
)
