import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { resetEnv } from '@/lib/env'
import { openSecret, sealSecret } from './secrets'

const useKey = (key: string) => {
  process.env['ENCRYPTION_KEY'] = key
  resetEnv()
}
const before = { key: process.env['ENCRYPTION_KEY'], url: process.env['DATABASE_URL'] }

beforeEach(() => {
  process.env['DATABASE_URL'] = 'postgres://nobody-asks.example/x'
  useKey(randomBytes(32).toString('base64'))
})
afterEach(() => {
  for (const [name, value] of [
    ['ENCRYPTION_KEY', before.key],
    ['DATABASE_URL', before.url],
  ] as const)
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  resetEnv()
})

describe('a sealed secret', () => {
  it.each(['', 'token', 'ключ 🔑', 'x'.repeat(10_000)])('opens to what was sealed: %#', (plain) => {
    expect(openSecret(sealSecret(plain, 'here'), 'here')).toBe(plain)
  })

  it('shows nothing of what it holds, and never looks the same twice', () => {
    const sealed = sealSecret('plain-token', 'here')
    expect(sealed).toMatch(/^v1\.[0-9a-f]{8}\.[\w-]{16}\.[\w-]+$/)
    expect(sealed).not.toContain('plain-token')
    expect(sealSecret('plain-token', 'here')).not.toBe(sealed)
  })

  it('does not open in another place', () => {
    expect(() => openSecret(sealSecret('token', 'merchant-a'), 'merchant-b')).toThrow()
  })

  it('does not open once a single character of it was changed', () => {
    const sealed = sealSecret('token', 'here')
    const [version, keyId, nonce = '', text = ''] = sealed.split('.')
    const flip = (value: string) => (value.startsWith('A') ? 'B' : 'A') + value.slice(1)
    expect(() => openSecret([version, keyId, flip(nonce), text].join('.'), 'here')).toThrow()
    expect(() => openSecret([version, keyId, nonce, flip(text)].join('.'), 'here')).toThrow()
  })

  it('does not open when it was cut short, or is no sealed secret', () => {
    const sealed = sealSecret('token', 'here')
    const [version, keyId, nonce] = sealed.split('.')
    for (const broken of ['', 'token', `${version}.${keyId}`])
      expect(() => openSecret(broken, 'here')).toThrow()
    // A four-byte tag would be guessed in no time.
    expect(() => openSecret(`${version}.${keyId}.${nonce}.AAAAAA`, 'here')).toThrow(/cut short/)
  })

  it('says which setting is wrong when the key is another one, or none', () => {
    const sealed = sealSecret('token', 'here')
    useKey(randomBytes(32).toString('base64'))
    expect(() => openSecret(sealed, 'here')).toThrow(/another ENCRYPTION_KEY/)
    useKey('c2hvcnQ=')
    expect(() => sealSecret('token', 'here')).toThrow(/ENCRYPTION_KEY must be 32 bytes/)
  })
})
