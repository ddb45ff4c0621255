import nodemailer, { type Transporter } from 'nodemailer'
import { env } from '@/lib/env'
import type { RenderedMail } from './templates'

let transport: Transporter | null = null

function open(): Transporter {
  transport ??= nodemailer.createTransport(env().SMTP_URL, {
    from: env().MAIL_FROM,
  })
  return transport
}

/** A mail server's no: `permanent` when trying again cannot help (5xx: unknown mailbox, refused content). */
export class MailRefused extends Error {
  override name = 'MailRefused'
  constructor(
    message: string,
    readonly permanent: boolean,
  ) {
    super(message)
  }
}

/**
 * Hands one mail to the mail server. The message id is ours and stays the same on a retry, so that a mail sent
 * twice after a crash is recognised as one by most mailboxes.
 */
export async function deliver(mail: RenderedMail & { to: string[]; messageId: string }): Promise<void> {
  try {
    await open().sendMail({
      to: mail.to,
      subject: mail.subject,
      html: mail.html,
      text: mail.text,
      messageId: `<${mail.messageId}@order-queue>`,
    })
  } catch (error) {
    const code = (error as { responseCode?: unknown }).responseCode
    const permanent = typeof code === 'number' && code >= 500
    throw new MailRefused(error instanceof Error ? error.message : String(error), permanent)
  }
}

/** Whether the mail server answers. */
export async function mailServerAnswers(): Promise<boolean> {
  try {
    await open().verify()
    return true
  } catch {
    return false
  }
}
