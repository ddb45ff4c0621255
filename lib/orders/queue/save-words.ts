import { and, eq, notInArray } from 'drizzle-orm'
import type { MerchantTx } from '@/lib/db/with-merchant'
import type { ChannelOrder } from '@/lib/integrations/channel-order'
import { orderWords } from './tables'
import { wordsOf } from './words'

/** Notes what an order is found by: number, customer, email and skus. Sale numbers stand with the parts. */
export async function saveWords(
  { tx, merchantId }: MerchantTx,
  orderId: string,
  snapshot: ChannelOrder,
  how: 'new' | 'changed',
): Promise<void> {
  const { number, customer, lines } = snapshot
  const words = wordsOf([number, customer.name, customer.email, ...lines.map((line) => line.sku)])
  if (how === 'changed')
    await tx
      .delete(orderWords)
      .where(
        and(
          eq(orderWords.merchantId, merchantId),
          eq(orderWords.orderId, orderId),
          notInArray(orderWords.word, words),
        ),
      )
  if (words.length > 0)
    await tx
      .insert(orderWords)
      .values(words.map((word) => ({ merchantId, orderId, word })))
      .onConflictDoNothing()
}
