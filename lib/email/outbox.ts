import { and, eq, lt, sql } from 'drizzle-orm'
import { withMerchant, type MerchantTx } from '@/lib/db/with-merchant'
import { enqueue } from '@/lib/jobs/queue'
import type { Message } from './messages'
import { outbox } from './tables'

/** Puts a mail into the outbox within the caller's transaction, with the job that sends it. */
export async function queueMail(
  { tx, merchantId }: MerchantTx,
  mail: { recipients: string[]; message: Message; orderId: string | null },
  now: Date,
): Promise<string> {
  const [row] = await tx
    .insert(outbox)
    .values({ merchantId, ...mail, kind: mail.message.kind, state: 'queued', createdAt: now })
    .returning({ id: outbox.id })
  const mailId = row?.id ?? ''
  await enqueue(tx, 'send-mail', { merchantId, mailId })
  return mailId
}

export interface QueuedMail {
  id: string
  orderId: string | null
  recipients: string[]
  message: Message
}

/** The mail if it still has to go out; null when it is sent, failed for good or emptied. */
export function getQueuedMail(merchantId: string, mailId: string): Promise<QueuedMail | null> {
  return withMerchant(merchantId, async ({ tx }) => {
    const [row] = await tx
      .select()
      .from(outbox)
      .where(and(eq(outbox.merchantId, merchantId), eq(outbox.id, mailId), eq(outbox.state, 'queued')))
    if (!row?.message) return null
    return { id: row.id, orderId: row.orderId, recipients: row.recipients, message: row.message }
  })
}

/** After the mail server took it. A sign-in mail's text is a key, so it is not kept. */
export async function markSent({ tx, merchantId }: MerchantTx, mail: QueuedMail, now: Date): Promise<void> {
  await tx
    .update(outbox)
    .set({
      state: 'sent',
      sentAt: now,
      lastError: null,
      ...(mail.message.kind === 'sign-in' ? { message: null } : {}),
    })
    .where(and(eq(outbox.merchantId, merchantId), eq(outbox.id, mail.id)))
}

/** Mail is tried this often, in the end once an hour: a mail server may be away for most of a day. */
export const MAIL_TRIES = 30

/** Counts a failed try and says whether another follows. */
export async function markTried(
  { tx, merchantId }: MerchantTx,
  mailId: string,
  error: string,
  options: { permanent: boolean },
): Promise<{ outcome: 'again' | 'failed'; tries: number }> {
  const where = and(eq(outbox.merchantId, merchantId), eq(outbox.id, mailId))
  const [row] = await tx.select({ tries: outbox.tries }).from(outbox).where(where).for('update')
  const tries = (row?.tries ?? 0) + 1
  const failed = options.permanent || tries >= MAIL_TRIES
  await tx
    .update(outbox)
    .set({
      tries,
      lastError: error,
      state: failed ? 'failed' : 'queued',
      // A sign-in mail's text is a key: not kept once nobody sends it any more.
      ...(failed
        ? { message: sql`case when ${outbox.kind} = 'sign-in' then null else ${outbox.message} end` }
        : {}),
    })
    .where(where)
  return { outcome: failed ? 'failed' : 'again', tries }
}

/** Mail that should have gone out and seems forgotten. */
export async function listUnsentMail({ tx, merchantId }: MerchantTx, before: Date): Promise<string[]> {
  const rows = await tx
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(eq(outbox.merchantId, merchantId), eq(outbox.state, 'queued'), lt(outbox.createdAt, before)))
    .limit(200)
  return rows.map((row) => row.id)
}
