import { and, desc, eq } from 'drizzle-orm'
import type { Viewer } from '@/lib/access/viewer'
import type { MerchantTx } from '@/lib/db/with-merchant'
import { ok, refuse } from '@/lib/result'
import { besideOthers, type CommandAnswer } from '../commands/command'
import { comments } from './tables'

/** A page shows so many comments of an order, the latest. */
const SHOWN = 200

/** Writes a comment, for the other people who see this order. */
export function commentOn(
  viewer: Viewer,
  input: { orderId: string; text: string },
  now: Date,
): Promise<CommandAnswer> {
  return besideOthers(viewer, input.orderId, async ({ tx, merchantId }, row) => {
    const text = input.text.trim()
    if (text === '')
      return refuse({ kind: 'not-now', because: 'The comment is empty. Write something first.' })
    await tx.insert(comments).values({
      merchantId,
      orderId: row.id,
      authorId: viewer.userId,
      authorName: viewer.name,
      text,
      at: now,
    })
    return ok({ message: `Comment on order ${row.number} is saved.`, nextOrderId: null })
  })
}

export type CommentRow = typeof comments.$inferSelect

/** Comments of an order, the latest first. */
export function listComments({ tx, merchantId }: MerchantTx, orderId: string): Promise<CommentRow[]> {
  return tx
    .select()
    .from(comments)
    .where(and(eq(comments.merchantId, merchantId), eq(comments.orderId, orderId)))
    .orderBy(desc(comments.at), desc(comments.id))
    .limit(SHOWN)
}
