import { Webhook, WebhookVerificationError } from 'standardwebhooks'
import { isUsableId } from '../delivery-id'
import type { Verified } from '../shopify/signature'

/** Signs as the Standard Webhooks specification says; for tests and the command that sends orders. */
export function signSignedJson(id: string, at: Date, body: string, secret: string): string {
  return new Webhook(secret).sign(id, at, body)
}

/**
 * Checks a delivery by Standard Webhooks 1.0.0: one of our secrets, one of its `v1` signatures, its time within five
 * minutes of now either way. The library holds that limit and reads the wall clock.
 */
export function verifySignedJson(
  rawBody: Uint8Array,
  headers: Record<string, string>,
  secrets: string[],
): Verified<{ deliveryId: string }> {
  const deliveryId = headers['webhook-id'] ?? ''
  if (!isUsableId(deliveryId) || !headers['webhook-timestamp'] || !headers['webhook-signature'])
    return {
      ok: false,
      because: 'The headers webhook-id, webhook-timestamp and webhook-signature are needed.',
    }
  // The signed text is id.timestamp.body: a dot in the id would let its parts be cut differently.
  if (deliveryId.includes('.')) return { ok: false, because: 'A webhook-id must not contain a dot.' }
  const usable = secrets.flatMap((secret) => verifierOf(secret) ?? [])
  if (usable.length === 0)
    return { ok: false, because: 'This integration has no usable secret: one is whsec_ and base64 after it.' }
  let because = ''
  for (const verifier of usable) {
    try {
      verifier.verify(Buffer.from(rawBody), headers, { jsonParse: false })
      return { ok: true, deliveryId }
    } catch (error) {
      if (!(error instanceof WebhookVerificationError)) throw error
      because = error.message
    }
  }
  return { ok: false, because: `The signature was not accepted: ${because}.` }
}

/** Null for a secret that is empty or no base64: the library throws, and a second secret may still be good. */
function verifierOf(secret: string): Webhook | null {
  try {
    return new Webhook(secret)
  } catch {
    return null
  }
}
