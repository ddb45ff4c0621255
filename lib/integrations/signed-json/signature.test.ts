import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { signSignedJson, verifySignedJson } from './signature'

const secretOf = (byte: number) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`
const SECRET = secretOf(7)
const text = '{"type":"order.created","note":"grün"}'
const ID = 'msg_2KWPBgLlAfxdpx2AI54pPJ85f4W'

function deliver(over: {
  at?: Date
  secret?: string
  secrets?: string[]
  body?: string
  signature?: string
}) {
  const at = over.at ?? new Date()
  const headers = {
    'webhook-id': ID,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': over.signature ?? signSignedJson(ID, at, text, over.secret ?? SECRET),
  }
  return verifySignedJson(new TextEncoder().encode(over.body ?? text), headers, over.secrets ?? [SECRET])
}

describe('verifySignedJson', () => {
  test('accepts what the secret signed', () => {
    expect(deliver({})).toEqual({ ok: true, deliveryId: ID })
  })

  test('the signature is the one the specification describes', () => {
    const at = new Date('2026-03-02T12:00:00Z')
    const signed = `${ID}.${at.getTime() / 1000}.${text}`
    const mac = createHmac('sha256', Buffer.alloc(32, 7)).update(signed).digest('base64')
    expect(signSignedJson(ID, at, text, SECRET)).toBe(`v1,${mac}`)
  })

  test('any of our secrets and any of its signatures will do', () => {
    const at = new Date()
    const both = [secretOf(1), SECRET].map((secret) => signSignedJson(ID, at, text, secret)).join(' ')
    expect(deliver({ at, signature: both }).ok).toBe(true)
    expect(deliver({ secrets: [secretOf(1), SECRET] }).ok).toBe(true)
    expect(deliver({ secrets: [secretOf(1), secretOf(2)] }).ok).toBe(false)
  })

  test('five minutes either way, no more', () => {
    const off = (seconds: number) => new Date(Date.now() + seconds * 1000)
    expect(deliver({ at: off(-240) }).ok).toBe(true)
    expect(deliver({ at: off(240) }).ok).toBe(true)
    expect(deliver({ at: off(-360) })).toMatchObject({ ok: false, because: expect.stringContaining('old') })
    expect(deliver({ at: off(360) })).toMatchObject({ ok: false, because: expect.stringContaining('new') })
  })

  test('a changed body and malformed signatures are refused', () => {
    expect(deliver({ body: text.replace('created', 'updated') }).ok).toBe(false)
    for (const signature of ['v1', 'v1,', 'v1a,AAAA', 'nonsense', ','])
      expect(deliver({ signature }).ok).toBe(false)
  })

  test('a signed body that is no JSON is accepted here: it is kept and read later', () => {
    const at = new Date()
    const signature = signSignedJson(ID, at, 'no json', SECRET)
    expect(deliver({ at, signature, body: 'no json' }).ok).toBe(true)
  })

  test('empty and malformed secrets accept nothing and do not stop a good one', () => {
    expect(deliver({ secrets: ['', 'whsec_'] }).ok).toBe(false)
    expect(deliver({ secrets: ['whsec_!!!'] })).toMatchObject({
      ok: false,
      because: expect.stringContaining('no usable secret'),
    })
    expect(deliver({ secrets: ['', 'whsec_!!!', SECRET] }).ok).toBe(true)
  })

  test('all three headers are needed', () => {
    expect(verifySignedJson(new Uint8Array(), {}, [SECRET]).ok).toBe(false)
  })
})
