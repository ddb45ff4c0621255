import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { resetEnv } from '@/lib/env'
import { deliver, MailRefused } from './transport'

/** A mail server that answers as the address it is given says. */
const answered = (code: number) => Object.assign(new Error(`said ${code}`), { responseCode: code })
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onAuth: (_auth, _session, done) => done(answered(535)),
  onRcptTo: ({ address }, _session, done) => {
    const code = /^(\d{3})@/.exec(address)?.[1]
    done(code ? answered(Number(code)) : null)
  },
  onData: (stream, _session, done) => {
    stream.resume()
    stream.on('end', () => done())
  },
})
const before = { ...process.env }
let port = 0

beforeAll(async () => {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  port = (server.server.address() as AddressInfo).port
  process.env['DATABASE_URL'] = 'postgres://nobody-asks.example/x'
})
afterAll(async () => {
  process.env = before
  resetEnv()
  await new Promise<void>((done) => server.close(done))
})

async function sent(to: string[], user = ''): Promise<string[] | { permanent: boolean }> {
  process.env['SMTP_URL'] = `smtp://${user}127.0.0.1:${port}`
  resetEnv()
  try {
    return await deliver({ to, subject: 's', html: '<p>h</p>', text: 't', messageId: 'm' })
  } catch (error) {
    if (error instanceof MailRefused) return { permanent: error.permanent }
    throw error
  }
}

test('taken by all', async () => expect(await sent(['ana@x.example'])).toEqual([]))

test('an address the server does not know is final, one it cannot take now is not', async () => {
  expect(await sent(['550@x.example'])).toEqual({ permanent: true })
  expect(await sent(['451@x.example'])).toEqual({ permanent: false })
})

test('who was left out of a mail that others got is told', async () => {
  expect(await sent(['ana@x.example', '550@x.example'])).toEqual(['550@x.example'])
})

test('a wrong password is tried again: somebody will correct it', async () => {
  expect(await sent(['ana@x.example'], 'user:wrong@')).toEqual({ permanent: false })
})
