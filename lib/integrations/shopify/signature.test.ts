import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { signShopify, verifyShopify } from './signature'

const body = new TextEncoder().encode('{"id":1,"note":"grün"}')
const headers = (signature: string) => ({
  'x-shopify-topic': 'orders/create',
  'x-shopify-webhook-id': 'b54557e4-bdd9-4b37-8a5f-bf7d70bcd043',
  'x-shopify-shop-domain': 'example.myshopify.com',
  'x-shopify-hmac-sha256': signature,
})
const verify = (signature: string, secrets: string[], bytes = body) =>
  verifyShopify(bytes, headers(signature), secrets)

describe('verifyShopify', () => {
  test('accepts what the secret signed and says what the headers say', () => {
    const signature = createHmac('sha256', 'hush').update(body).digest('base64')
    expect(signShopify(body, 'hush')).toBe(signature)
    expect(verify(signature, ['hush'])).toEqual({
      ok: true,
      topic: 'orders/create',
      deliveryId: 'b54557e4-bdd9-4b37-8a5f-bf7d70bcd043',
      shopDomain: 'example.myshopify.com',
    })
  })

  test('any of several secrets will do, while one replaces the other', () => {
    expect(verify(signShopify(body, 'old'), ['new', 'old']).ok).toBe(true)
    expect(verify(signShopify(body, 'new'), ['new', 'old']).ok).toBe(true)
    expect(verify(signShopify(body, 'other'), ['new', 'old']).ok).toBe(false)
  })

  test('a single changed byte is refused', () => {
    const changed = Uint8Array.from(body)
    changed[6] = 0x32
    expect(verify(signShopify(body, 'hush'), ['hush'], changed).ok).toBe(false)
  })

  test('signatures of another length are refused, not thrown at', () => {
    for (const signature of ['AA==', 'not base64 at all', signShopify(body, 'hush').repeat(2), '='])
      expect(verify(signature, ['hush']).ok).toBe(false)
  })

  test('an empty secret accepts nothing, not even what was signed with it', () => {
    expect(verify(signShopify(body, ''), [''])).toMatchObject({
      ok: false,
      because: expect.stringContaining('no secret'),
    })
    expect(verify(signShopify(body, ''), []).ok).toBe(false)
    expect(verify(signShopify(body, ''), ['', 'hush']).ok).toBe(false)
  })

  test('without signature, topic or delivery id it is no Shopify webhook', () => {
    for (const missing of ['x-shopify-hmac-sha256', 'x-shopify-topic', 'x-shopify-webhook-id']) {
      const rest = Object.fromEntries(
        Object.entries(headers(signShopify(body, 'hush'))).filter(([name]) => name !== missing),
      )
      expect(verifyShopify(body, rest, ['hush']).ok).toBe(false)
    }
  })
})
