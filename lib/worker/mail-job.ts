import { crashPoint } from '@/lib/crash'
import { withMerchant } from '@/lib/db/with-merchant'
import { getQueuedMail, markSent, markTried } from '@/lib/email/outbox'
import { renderMail } from '@/lib/email/templates'
import { deliver, MailRefused } from '@/lib/email/transport'
import { done, giveUp, snooze, type JobAnswer } from '@/lib/jobs/kinds'
import { SYSTEM } from '@/lib/orders/actor'
import { record } from '@/lib/orders/history'
import type { Workshop } from './registry'

/** First pause after a failed delivery; doubled with each try, at most an hour. */
const PAUSE_MS = 5_000

/** Delivers one mail of the outbox, and says in the order's history what became of it. */
export async function mailJob(
  { now }: Workshop,
  { merchantId, mailId }: { merchantId: string; mailId: string },
): Promise<JobAnswer> {
  const mail = await getQueuedMail(merchantId, mailId)
  if (!mail) return done
  const about = mail.message.kind === 'order-held' ? mail.message.orderNumber : ''
  await crashPoint('before-mail', about)
  let rejected: string[]
  try {
    rejected = await deliver({ ...(await renderMail(mail.message)), to: mail.recipients, messageId: mail.id })
  } catch (error) {
    if (!(error instanceof MailRefused)) throw error
    return withMerchant(merchantId, async (scope) => {
      const next = await markTried(scope, mail.id, error.message, { permanent: error.permanent })
      if (next.outcome === 'again') return snooze(Math.min(3_600_000, PAUSE_MS * 2 ** next.tries))
      if (mail.orderId)
        await record(scope, {
          orderId: mail.orderId,
          kind: 'mail-failed',
          actor: SYSTEM,
          at: now(),
          data: { recipients: mail.recipients, because: error.message },
        })
      return giveUp(error.message)
    })
  }
  await crashPoint('mail-accepted', about)
  await withMerchant(merchantId, async (scope) => {
    const at = now()
    await markSent(scope, mail, at)
    if (mail.orderId)
      await record(scope, {
        orderId: mail.orderId,
        kind: 'mail-sent',
        actor: SYSTEM,
        at,
        data: { recipients: mail.recipients.filter((one) => !rejected.includes(one)) },
      })
    if (mail.orderId && rejected.length > 0)
      await record(scope, {
        orderId: mail.orderId,
        kind: 'mail-failed',
        actor: SYSTEM,
        at,
        data: { recipients: rejected, because: 'The mail server does not take mail for them.' },
      })
  })
  return done
}
