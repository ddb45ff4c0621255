import { render } from '@react-email/render'
import { unreachable } from '@/lib/result'
import { HeldMail, heldText, heldTitle } from './mails/held-mail'
import {
  InvitedMail,
  invitedText,
  invitedTitle,
  offTitle,
  PushingOffMail,
  SignInMail,
  signInText,
} from './mails/short-mails'
import type { Message } from './messages'

export interface RenderedMail {
  subject: string
  html: string
  text: string
}

/** Turns a message into what is sent: subject, HTML and plain text. */
export async function renderMail(message: Message): Promise<RenderedMail> {
  switch (message.kind) {
    case 'order-held': {
      const subject = `${heldTitle(message)}: ${message.reasons[0] ?? 'please look'}`
      return {
        subject: oneLine(subject),
        html: await render(<HeldMail {...message} />),
        text: heldText(message),
      }
    }
    case 'sign-in': {
      const subject = `Sign in to Order Queue of ${message.merchantName}`
      return {
        subject: oneLine(subject),
        html: await render(<SignInMail {...message} />),
        text: signInText(message),
      }
    }
    case 'pushing-off': {
      return {
        subject: oneLine(offTitle(message)),
        html: await render(<PushingOffMail {...message} />),
        text: [offTitle(message), '', message.because, '', `How far it is: ${message.checksUrl}`].join('\n'),
      }
    }
    case 'invited': {
      return {
        subject: oneLine(invitedTitle(message)),
        html: await render(<InvitedMail {...message} />),
        text: invitedText(message),
      }
    }
    default:
      return unreachable(message)
  }
}

/** Names come from shop customers: no control character may reach a header, and long ones are cut. */
function oneLine(subject: string): string {
  return subject
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 160)
}
