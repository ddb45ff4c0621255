import { describe, expect, test } from 'vitest'
import { BODY_LIMIT_BYTES, readDelivery, verifyDelivery } from './receive'
import { signShopify } from './shopify/signature'
import { signSignedJson } from './signed-json/signature'

const body = new TextEncoder().encode('{}')

describe('verifyDelivery', () => {
  test('a Shopify delivery is known by shop, topic and delivery id', () => {
    const headers = {
      'x-shopify-topic': 'orders/updated',
      'x-shopify-webhook-id': 'd-1',
      'x-shopify-shop-domain': 'example.myshopify.com',
      'x-shopify-event-id': 'shared by several topics',
      'x-shopify-hmac-sha256': signShopify(body, 'hush'),
    }
    expect(verifyDelivery('shopify', ['hush'], body, headers)).toEqual({
      ok: true,
      topic: 'orders/updated',
      dedupeKey: 'example.myshopify.com|orders/updated|d-1',
    })
    expect(verifyDelivery('shopify', ['other'], body, headers).ok).toBe(false)
    expect(verifyDelivery('signed-json', ['hush'], body, headers).ok).toBe(false)
  })

  test('a signed document is known by its webhook-id, also on a later attempt', () => {
    const secret = `whsec_${Buffer.alloc(32, 3).toString('base64')}`
    const keys = [0, -60_000].map((offset) => {
      const at = new Date(Date.now() + offset)
      return verifyDelivery('signed-json', [secret], body, {
        'webhook-id': 'msg_1',
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': signSignedJson('msg_1', at, '{}', secret),
      })
    })
    const wanted = { ok: true, topic: 'order', dedupeKey: 'msg_1' }
    expect(keys).toEqual([wanted, wanted])
  })
})

test('each platform reads its own bodies', () => {
  expect(readDelivery('shopify', 'refunds/create', body, null).kind).toBe('ignored')
  expect(readDelivery('signed-json', 'order', body, null).kind).toBe('unreadable')
  expect(BODY_LIMIT_BYTES).toBe(2_097_152)
})
