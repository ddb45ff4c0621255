import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import nodemailer from 'nodemailer'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startCatcher, type Catcher, type CaughtMail } from './server'

let folder = ''
let catcher: Catcher
const file = () => join(folder, 'mail.jsonl')

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'catcher-'))
  catcher = await startCatcher({ file: file() })
})
afterEach(async () => {
  await catcher.close()
  rmSync(folder, { recursive: true })
})

const send = (mail: { to: string; subject: string; html?: string; bcc?: string }) =>
  nodemailer
    .createTransport(`smtp://127.0.0.1:${catcher.smtpPort}`)
    .sendMail({ from: 'a@x.example', text: 'Hi', ...mail })
const read = async (path: string) => (await fetch(`http://127.0.0.1:${catcher.httpPort}${path}`)).text()
const mailsTo = async (address: string) =>
  JSON.parse(await read(`/api/messages?to=${encodeURIComponent(address)}`)) as CaughtMail[]
const restart = async () => {
  await catcher.close()
  catcher = await startCatcher({ file: file() })
}

test('a mail that was sent can be read, by its recipient, and is still there after a restart', async () => {
  await send({ to: 'Ana@x.example', subject: 'Held', bcc: 'boss@x.example' })
  await restart()
  expect(await mailsTo('ana@x.example')).toMatchObject([{ subject: 'Held', text: 'Hi\n' }])
  expect(await mailsTo('boss@x.example')).toHaveLength(1)
  expect(await mailsTo('bob@x.example')).toEqual([])
})

test('a sender that dies in the middle of its mail does not keep others from sending theirs', async () => {
  const socket = connect(catcher.smtpPort, '127.0.0.1')
  await once(socket, 'data')
  socket.write('EHLO x.example\r\nMAIL FROM:<a@x.example>\r\nRCPT TO:<ana@x.example>\r\nDATA\r\n')
  await once(socket, 'data')
  socket.resetAndDestroy()
  await once(socket, 'close')
  await send({ to: 'ana@x.example', subject: 'Held' })
  expect((await mailsTo('ana@x.example')).map(({ subject }) => subject)).toEqual(['Held'])
})

test('the newest comes first, and numbers go on after a restart', async () => {
  await send({ to: 'ana@x.example', subject: 'one' })
  await restart()
  await send({ to: 'ana@x.example', subject: 'two' })
  expect((await mailsTo('ana@x.example')).map(({ id, subject }) => [id, subject])).toEqual([
    ['2', 'two'],
    ['1', 'one'],
  ])
})

test('what a mail says cannot become part of the page: it is shut into a frame that runs nothing', async () => {
  const html = '<p>Hi</p><script>alert(1)</script>"><script>alert(2)</script>'
  await send({ to: 'ana@x.example', subject: '<b>Held</b>', html })
  const page = await read('/mail/1')
  expect(page).toContain('&lt;b&gt;Held')
  expect(page).not.toContain('<script>alert')
  const [, sandbox = ''] = /<iframe[^>]* sandbox="([^"]*)"/.exec(page) ?? []
  expect(sandbox.split(' ')).toContain('allow-popups')
  expect(sandbox).not.toMatch(/allow-scripts|allow-same-origin/)
  expect(await read('/')).not.toContain('<b>Held')
})

test('half a line, left by a crash, costs no other mail', async () => {
  await send({ to: 'ana@x.example', subject: 'before' })
  appendFileSync(file(), '{"id":"2","to":["an')
  await restart()
  await send({ to: 'ana@x.example', subject: 'after' })
  await restart()
  expect((await mailsTo('ana@x.example')).map((mail) => mail.subject)).toEqual(['after', 'before'])
})

test('the file is cut to the newest five hundred', async () => {
  const line = (id: number) =>
    JSON.stringify({ id: String(id), to: ['ana@x.example'], subject: `${id}`, at: '', text: '', html: '' })
  const lines = Array.from({ length: 620 }, (_, index) => line(index + 1))
  appendFileSync(file(), `${lines.join('\n')}\n`)
  await restart()
  const kept = await mailsTo('ana@x.example')
  expect([kept.length, kept[0]?.id, kept.at(-1)?.id]).toEqual([500, '620', '121'])
  expect(readFileSync(file(), 'utf8').trimEnd().split('\n')).toHaveLength(500)
  await send({ to: 'ana@x.example', subject: 'next' })
  expect((await mailsTo('ana@x.example'))[0]).toMatchObject({ id: '621', subject: 'next' })
})

test('a message that is not there is said to be missing', async () => {
  const answer = await fetch(`http://127.0.0.1:${catcher.httpPort}/mail/99`)
  expect(answer.status).toBe(404)
})
