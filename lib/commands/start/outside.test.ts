import { expect, it } from 'vitest'
import { outsideOnly } from './outside'

const body = (checks: Record<string, string>) => JSON.stringify({ ready: false, checks })
const fine = { database: 'ok', worker: 'ok', mail: 'ok', lightspeed: 'ok' }
const silent = 'does not answer'
const own = { ownLightspeed: true, smtpUrl: 'smtp://mail.example' }

it.each([
  ['all is well', fine, own, null],
  ['our own Lightspeed app is away', { ...fine, lightspeed: silent }, own, ['Lightspeed does not answer']],
  [
    'mail too',
    { ...fine, lightspeed: silent, mail: silent },
    own,
    ['The mail server does not answer', 'Lightspeed does not answer'],
  ],
  ['the simulator is away', { ...fine, lightspeed: silent }, { ...own, ownLightspeed: false }, null],
  ['the mail catcher is away', { ...fine, mail: silent }, { ...own, smtpUrl: null }, null],
  ['the worker is not there yet', { ...fine, worker: 'none alive', lightspeed: silent }, own, null],
] as const)('%s', (_name, checks, settings, sentences) => {
  expect(outsideOnly(body(checks), settings)?.toSorted() ?? null).toEqual(
    sentences === null ? null : sentences.toSorted(),
  )
})

it.each(['no answer yet', '<html>', '{}'])('an answer that is none (“%s”) tells nothing', (text) => {
  expect(outsideOnly(text, own)).toBeNull()
})
