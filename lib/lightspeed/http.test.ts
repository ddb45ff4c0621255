import { describe, expect, test } from 'vitest'
import { asGatewayError } from './http'

const broken = (code: string, syscall?: string) =>
  Object.assign(new TypeError('fetch failed'), {
    cause: Object.assign(new Error(code), { code, ...(syscall === undefined ? {} : { syscall }) }),
  })

describe('what a broken exchange means', () => {
  test.each([
    ['ECONNREFUSED', 'connect', 'never-sent'],
    ['ENOTFOUND', 'getaddrinfo', 'never-sent'],
    ['EHOSTUNREACH', 'connect', 'never-sent'],
    ['CERT_HAS_EXPIRED', undefined, 'never-sent'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', undefined, 'never-sent'],
    // On a connection kept from an earlier call these come after the request has left.
    ['EHOSTUNREACH', 'read', 'unknown-outcome'],
    ['ENETUNREACH', undefined, 'unknown-outcome'],
    ['ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', undefined, 'unknown-outcome'],
    ['ECONNRESET', 'read', 'unknown-outcome'],
    ['EPIPE', 'write', 'unknown-outcome'],
    ['UND_ERR_SOCKET', undefined, 'unknown-outcome'],
  ])('%s while in %s is %s', (code, syscall, kind) => {
    expect(asGatewayError(broken(code, syscall)).kind).toBe(kind)
  })

  test('anything else is unknown', () => {
    for (const error of [new Error('odd'), 'text', null, new DOMException('late', 'TimeoutError')])
      expect(asGatewayError(error).kind).toBe('unknown-outcome')
  })
})
