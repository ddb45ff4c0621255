import { Webhook, WebhookVerificationError } from 'standardwebhooks'
import type { Verified } from '../shopify/signature'

/** Signs as the Standard Webhooks specification says; for tests and the command that sends orders. */
export function signSignedJson(id: string, at: Date, body: string, secret: string): string {
  return new Webhook(secret).sign(id, at, body)
}

/** Checks a delivery by Standard Webhooks: any of our secrets, any of its signatures, not older than five minutes. */
export function verifySignedJson(
  rawBody: Uint8Array,
  headers: Record<string, string>,
  secrets: string[],
): Verified<{ deliveryId: string }> {
  const deliveryId = headers['webhook-id'] ?? ''
  if (deliveryId === '' || !headers['webhook-timestamp'] || !headers['webhook-signature'])
    return {
      ok: false,
      because: 'The headers webhook-id, webhook-timestamp and webhook-signature are needed.',
    }
  const usable = secrets.filter((secret) => secret !== '')
  if (usable.length === 0) return { ok: false, because: 'This integration has no secret yet.' }
  let because = ''
  for (const secret of usable) {
    try {
      new Webhook(secret).verify(Buffer.from(rawBody), headers)
      return { ok: true, deliveryId }
    } catch (error) {
      // The library also throws when the signed body is no JSON; the signature was good then.
      if (error instanceof SyntaxError) return { ok: true, deliveryId }
      if (!(error instanceof WebhookVerificationError)) throw error
      because = error.message
    }
  }
  return { ok: false, because: `The signature was not accepted: ${because}.` }
}
