import type { NextAuthOptions } from 'next-auth'
import { paths } from '@/app/_lib/paths'
import { LINK_MINUTES, ownPath, signInOptions, type SendSignInMail } from '@/lib/access/sign-in'
import { queueSignInMail } from '@/lib/email/sign-in-mail'

/** Puts sign-in and mail together: `access` may not know the outbox. */
export const authOptions = (): NextAuthOptions =>
  signInOptions({ send: sendSignInMail, clock: () => new Date() })

/** The mail leads to a page with a button, never to the callback itself: mail scanners open every link. */
const sendSignInMail: SendSignInMail = async ({ member, url, now }) => {
  const callback = new URL(url)
  callback.searchParams.set(
    'callbackUrl',
    ownPath(callback.searchParams.get('callbackUrl') ?? paths.queue(), callback.origin),
  )
  await queueSignInMail(
    {
      merchantId: member.merchantId,
      merchantName: member.merchantName,
      email: member.email,
      confirmUrl: new URL(paths.confirmSignIn(callback.searchParams), callback.origin).href,
      expiresMinutes: LINK_MINUTES,
    },
    now,
  )
}
