import { createServer } from 'node:net'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { choosePorts, nodeTrouble, readSecrets, settingTrouble, standInsOf } from './settings'

let data = ''
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'settings-'))
})
afterEach(() => rmSync(data, { recursive: true, force: true }))

it.each([
  ['18.20.4', false],
  ['20.19.9', false],
  ['20.20.0', true],
  ['22.1.0', true],
])('Node %s runs the product: %s', (version, runs) => expect(nodeTrouble(version) === null).toBe(runs))

describe('settings', () => {
  it.each([
    {},
    { PORT: '', DATABASE_URL: '', SMTP_URL: '', APP_URL: '', ENCRYPTION_KEY: '', LIGHTSPEED_CLIENT_ID: '' },
    {
      PORT: '8080',
      DATABASE_URL: 'postgres://u:p@db/x',
      SMTP_URL: 'smtps://u:p@mail',
      APP_URL: 'https://q.example',
    },
    { ENCRYPTION_KEY: Buffer.alloc(32).toString('base64') },
    { LIGHTSPEED_CLIENT_ID: 'a', LIGHTSPEED_CLIENT_SECRET: 'b' },
  ])('that can work are taken: %j', (given) => expect(settingTrouble(given)).toBeNull())

  it.each([
    [{ PORT: '70000' }, /PORT/],
    [{ PORT: 'web' }, /PORT/],
    [{ DATABASE_URL: 'mysql://u:hush@db/x' }, /DATABASE_URL/],
    [{ DATABASE_URL: 'db.example' }, /DATABASE_URL/],
    [{ SMTP_URL: 'mail.example:25' }, /SMTP_URL/],
    [{ APP_URL: 'queue.example' }, /APP_URL/],
    [{ ENCRYPTION_KEY: 'c2hvcnQ=' }, /ENCRYPTION_KEY/],
    [{ LIGHTSPEED_CLIENT_ID: 'a' }, /LIGHTSPEED_CLIENT_SECRET/],
    [{ LOG_LEVEL: 'loud' }, /LOG_LEVEL.*debug/],
    [{ DEMO_PAST_ORDERS: 'many' }, /DEMO_PAST_ORDERS/],
  ])('that cannot work get a sentence: %j', (given, sentence) => {
    expect(settingTrouble(given)).toMatch(sentence)
    expect(settingTrouble(given)).not.toContain('hush')
  })
})

describe('the deployment’s keys', () => {
  it('are made once, for their owner’s eyes only', () => {
    const first = readSecrets(data, {})
    expect(Buffer.from(first.ENCRYPTION_KEY, 'base64')).toHaveLength(32)
    expect(first.AUTH_SECRET).not.toBe(first.ENCRYPTION_KEY)
    expect(readSecrets(data, {})).toEqual(first)
    expect(statSync(join(data, 'secrets.json')).mode & 0o077).toBe(0)
  })

  it('are taken from the environment without being written down', () => {
    const given = { AUTH_SECRET: 'given-secret', ENCRYPTION_KEY: 'given-key' }
    expect(readSecrets(data, given)).toEqual(given)
    expect(readFileSync(join(data, 'secrets.json'), 'utf8')).not.toContain('given-')
  })
})

it('stand-ins remember one database only, whatever its password is', () => {
  expect(standInsOf('/data', null)).toBe('/data')
  const first = standInsOf('/data', 'postgres://u:old@db/one')
  expect(standInsOf('/data', 'postgres://u:new@db/one')).toBe(first)
  expect(standInsOf('/data', 'postgres://u:old@db/two')).not.toBe(first)
})

it('keeps the stand-ins’ ports, but for one that is taken meanwhile', async () => {
  const first = await choosePorts(data)
  expect(new Set(Object.values(first)).size).toBe(3)
  expect(await choosePorts(data)).toEqual(first)
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(first.smtp, '127.0.0.1', resolve))
  const second = await choosePorts(data)
  other.close()
  expect(second).toMatchObject({ simulator: first.simulator, mail: first.mail })
  expect(second.smtp).not.toBe(first.smtp)
  expect(existsSync(join(data, 'ports.json'))).toBe(true)
})
