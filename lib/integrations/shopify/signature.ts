import { createHmac, timingSafeEqual } from 'node:crypto'
import { isUsableId } from '../delivery-id'

export type Verified<T> = ({ ok: true } & T) | { ok: false; because: string }

/** The signature Shopify sends: base64 of HMAC-SHA256 over the raw body, keyed with the secret as text. */
export function signShopify(rawBody: string | Uint8Array, secret: string): string {
  return createHmac('sha256', secret).update(rawBody).digest('base64')
}

/**
 * Checks a delivery over its raw bytes, in constant time, against every live secret: after a rotation Shopify may sign
 * with the old one for an hour. Only the body is signed: topic, shop and id are headers anybody could change, so they
 * are taken as hints. Header names are lower case.
 */
export function verifyShopify(
  rawBody: Uint8Array,
  headers: Record<string, string>,
  secrets: string[],
): Verified<{ topic: string; deliveryId: string; shopDomain: string }> {
  const given = headers['x-shopify-hmac-sha256'] ?? ''
  const topic = headers['x-shopify-topic'] ?? ''
  const deliveryId = headers['x-shopify-webhook-id'] ?? ''
  const shopDomain = headers['x-shopify-shop-domain'] ?? ''
  if (given === '' || ![topic, deliveryId, shopDomain].every(isUsableId))
    return {
      ok: false,
      because:
        'Not a Shopify webhook: the headers X-Shopify-Hmac-SHA256, -Topic, -Shop-Domain and -Webhook-Id are needed.',
    }
  const usable = secrets.filter((secret) => secret !== '')
  if (usable.length === 0) return { ok: false, because: 'This integration has no secret yet.' }
  // The text is compared, not what it decodes to: Node's base64 reader skips over what it does not know.
  const signature = Buffer.from(given)
  const good = usable.some((secret) => {
    const expected = Buffer.from(signShopify(rawBody, secret))
    // timingSafeEqual throws on unequal lengths.
    return expected.length === signature.length && timingSafeEqual(expected, signature)
  })
  return good
    ? { ok: true, topic, deliveryId, shopDomain }
    : {
        ok: false,
        because: 'The signature does not fit the body. Check the webhook secret of this integration.',
      }
}
