import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { afterEach, expect, it, vi } from 'vitest'
import { env, resetEnv } from './env'

afterEach(() => {
  vi.unstubAllEnvs()
  resetEnv()
})

it('.env.example, copied as it is, changes nothing', () => {
  vi.stubEnv('DATABASE_URL', 'postgres://x')
  resetEnv()
  const without = { ...env() }
  const example = parseEnv(readFileSync('.env.example', 'utf8'))
  for (const [name, value] of Object.entries(example)) if (name !== 'DATABASE_URL') vi.stubEnv(name, value)
  resetEnv()
  expect(env()).toEqual(without)
})

it('.env.example names every setting the product reads', () => {
  const text = readFileSync('.env.example', 'utf8')
  vi.stubEnv('DATABASE_URL', 'postgres://x')
  resetEnv()
  for (const name of [...Object.keys(env()), 'PORT', 'DATA_DIR', 'BUILD_DIR', 'DEMO_PAST_ORDERS'])
    expect(text).toMatch(new RegExp(`^(# )?${name}=`, 'm'))
})

it.each([
  ['http://cloud.lightspeedapp.com', false],
  ['https://lightspeedapp.com.evil.example', false],
  ['https://evil-lightspeedapp.com', false],
  ['http://10.0.0.7', false],
  ['https://cloud.lightspeedapp.com', true],
  ['http://127.0.0.1:4321', true],
])('tokens go to Lightspeed or to this machine alone: %s', (url, good) => {
  vi.stubEnv('DATABASE_URL', 'postgres://x')
  vi.stubEnv('LIGHTSPEED_AUTH_URL', url)
  resetEnv()
  if (good) expect(env().LIGHTSPEED_AUTH_URL).toBe(url)
  else expect(() => env()).toThrow('LIGHTSPEED_AUTH_URL: must be an https address of lightspeedapp.com')
})
