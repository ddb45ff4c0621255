import { signShopify } from '@/lib/integrations/shopify/signature'
import { signSignedJson } from '@/lib/integrations/signed-json/signature'
import { shopifyBody, signedJsonBody, type TestOrder } from './bodies'

/** The simulator's stock as its page shows it. */
export type StockTable = { sku: string; title: string; price: string; byShop: Record<string, number> }[]

export interface SendingChannel {
  platform: 'shopify' | 'signed-json'
  shopDomain: string | null
  secret: string
}

/** The delivery a channel would make of an order: raw body, headers, true signature. `at` is the time of sending. */
export function sendBody(
  channel: SendingChannel,
  order: TestOrder,
  at: Date,
  deliveryId = `delivery-${order.id}-${order.updatedAt.getTime()}`,
): { rawBody: Uint8Array; headers: Record<string, string> } {
  const text = channel.platform === 'shopify' ? shopifyBody(order) : signedJsonBody(order)
  return { rawBody: new TextEncoder().encode(text), headers: signedHeaders(channel, text, at, deliveryId) }
}

/** The headers a channel sends with this body. */
export function signedHeaders(
  channel: SendingChannel,
  body: string,
  at: Date,
  deliveryId: string,
): Record<string, string> {
  return channel.platform === 'shopify'
    ? {
        'content-type': 'application/json',
        'x-shopify-topic': 'orders/create',
        'x-shopify-hmac-sha256': signShopify(body, channel.secret),
        'x-shopify-shop-domain': channel.shopDomain ?? '',
        'x-shopify-api-version': '2026-10',
        'x-shopify-webhook-id': deliveryId,
      }
    : {
        'content-type': 'application/json',
        'webhook-id': deliveryId,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': signSignedJson(deliveryId, at, body, channel.secret),
      }
}
