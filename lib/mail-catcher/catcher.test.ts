import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import nodemailer from 'nodemailer'
import { expect, test } from 'vitest'
import { startCatcher, type CaughtMail } from './server'

test('a mail that was sent can be read, by its recipient, and is still there after a restart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'catcher-'))
  const file = join(folder, 'mail.jsonl')
  const first = await startCatcher({ file })
  await nodemailer.createTransport(`smtp://127.0.0.1:${first.smtpPort}`).sendMail({
    from: 'a@x.example',
    to: 'ana@x.example',
    subject: 'Held <b>',
    html: '<p>Hi</p>',
    text: 'Hi',
  })
  await first.close()
  const again = await startCatcher({ file })
  const read = async (path: string) => (await fetch(`http://127.0.0.1:${again.httpPort}${path}`)).text()
  expect(JSON.parse(await read('/api/messages?to=ana@x.example')) as CaughtMail[]).toMatchObject([
    { to: ['ana@x.example'], subject: 'Held <b>', text: 'Hi' },
  ])
  expect(JSON.parse(await read('/api/messages?to=bob@x.example'))).toEqual([])
  expect(await read('/mail/1')).toContain('Held &lt;b&gt;')
  await again.close()
  rmSync(folder, { recursive: true })
})
