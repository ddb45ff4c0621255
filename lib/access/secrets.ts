import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { env } from '@/lib/env'

const NONCE_BYTES = 12 // what AES-GCM is specified for
const TAG_BYTES = 16 // Node would accept shorter ones, which are far easier to forge

/** The 32-byte key of this deployment, with a short id so that a later rotation can tell keys apart. */
function key(): { id: string; bytes: Buffer } {
  const bytes = Buffer.from(env().ENCRYPTION_KEY, 'base64')
  if (bytes.length !== 32)
    throw new Error('ENCRYPTION_KEY must be 32 bytes in base64: make one with `openssl rand -base64 32`')
  return { id: createHash('sha256').update(bytes).digest('hex').slice(0, 8), bytes }
}

/**
 * Encrypts a secret for one place only: `binding` names merchant, table, row and field, and the same binding is
 * needed to open it, so a sealed value copied to another row is worthless. Format: `v1.<key id>.<nonce>.<text>`.
 */
export function sealSecret(plain: string, binding: string): string {
  const { id, bytes } = key()
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', bytes, nonce).setAAD(Buffer.from(`${binding}|${id}`))
  const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return ['v1', id, nonce.toString('base64url'), text.toString('base64url')].join('.')
}

/** Opens what `sealSecret` made; throws when the key, the binding or a byte is not the same. */
export function openSecret(sealed: string, binding: string): string {
  const [version, keyId, nonce = '', text = ''] = sealed.split('.')
  const { id, bytes } = key()
  if (version !== 'v1' || keyId !== id)
    throw new Error('This secret was sealed with another ENCRYPTION_KEY: set the one it was made with.')
  const raw = Buffer.from(text, 'base64url')
  if (raw.length < TAG_BYTES) throw new Error('This sealed secret was cut short.')
  const tag = raw.subarray(raw.length - TAG_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', bytes, Buffer.from(nonce, 'base64url'), {
    authTagLength: TAG_BYTES,
  })
    .setAAD(Buffer.from(`${binding}|${id}`))
    .setAuthTag(tag)
  return Buffer.concat([decipher.update(raw.subarray(0, raw.length - TAG_BYTES)), decipher.final()]).toString(
    'utf8',
  )
}
