import { withMerchant } from '@/lib/db/with-merchant'
import { queueMail } from './outbox'

/** Queues the mail with the sign-in link to the address on the person's own row, never to what was typed. */
export function queueSignInMail(
  mail: {
    merchantId: string
    merchantName: string
    email: string
    confirmUrl: string
    expiresMinutes: number
  },
  now: Date,
): Promise<string> {
  return withMerchant(mail.merchantId, (scope) =>
    queueMail(
      scope,
      {
        recipients: [mail.email],
        orderId: null,
        message: {
          kind: 'sign-in',
          merchantName: mail.merchantName,
          confirmUrl: mail.confirmUrl,
          expiresMinutes: mail.expiresMinutes,
        },
      },
      now,
    ),
  )
}
