import type { Reading } from './channel-order'
import { implausible } from './reading/plausible'
import { readShopify } from './shopify/read-order'
import { verifyShopify } from './shopify/signature'
import { readSignedJson } from './signed-json/read-order'
import { verifySignedJson } from './signed-json/signature'
import type { Platform } from './tables'

/** Twenty times a recorded 30-line Shopify order (105 kB); anything larger is no order. */
export const BODY_LIMIT_BYTES = 2 * 1024 * 1024

/** Whether a delivery is really from the channel, and the key by which its retries are recognised. */
export function verifyDelivery(
  platform: Platform,
  secrets: string[],
  rawBody: Uint8Array,
  headers: Record<string, string>,
): { ok: true; dedupeKey: string; topic: string } | { ok: false; because: string } {
  switch (platform) {
    case 'shopify': {
      const verified = verifyShopify(rawBody, headers, secrets)
      if (!verified.ok) return verified
      const { shopDomain, topic, deliveryId } = verified
      return { ok: true, topic, dedupeKey: `${shopDomain}|${topic}|${deliveryId}` }
    }
    case 'signed-json': {
      const verified = verifySignedJson(rawBody, headers, secrets)
      return verified.ok ? { ok: true, topic: 'order', dedupeKey: verified.deliveryId } : verified
    }
  }
}

/** What a stored delivery says, in our words. Never throws, whatever a channel sends. */
export function readDelivery(
  platform: Platform,
  topic: string,
  rawBody: Uint8Array,
  shopDomain: string | null,
): Reading {
  const reading = platform === 'shopify' ? readShopify(topic, rawBody, shopDomain) : readSignedJson(rawBody)
  const because = reading.kind === 'order' ? implausible(reading.order) : null
  return because === null ? reading : { kind: 'unreadable', because }
}
