import nodemailer, { type Transporter } from 'nodemailer'
import { env } from '@/lib/env'
import type { RenderedMail } from './templates'

let opened: { url: string; transport: Transporter } | null = null

function open(): Transporter {
  const { SMTP_URL: url, MAIL_FROM: from } = env()
  if (opened?.url !== url) opened = { url, transport: nodemailer.createTransport(url, { from }) }
  return opened.transport
}

/**
 * A mail server's no: `permanent` when trying again cannot help (5xx to a recipient or to the content). A 5xx to our
 * own sign-in or sender is a setting that somebody will correct.
 */
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
 * twice after a crash is recognised as one by most mailboxes. Answers the recipients the server would not take while
 * it took others.
 */
export async function deliver(mail: RenderedMail & { to: string[]; messageId: string }): Promise<string[]> {
  try {
    const taken: { rejected?: (string | { address: string })[] } = await open().sendMail({
      to: mail.to,
      subject: mail.subject,
      html: mail.html,
      text: mail.text,
      messageId: `<${mail.messageId}@order-queue>`,
    })
    return (taken.rejected ?? []).map((one) => (typeof one === 'string' ? one : one.address))
  } catch (error) {
    const { code, command, responseCode } = error as Record<'code' | 'command' | 'responseCode', unknown>
    const aboutThisMail = code === 'EMESSAGE' || (code === 'EENVELOPE' && command === 'RCPT TO')
    const permanent = aboutThisMail && typeof responseCode === 'number' && responseCode >= 500
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
