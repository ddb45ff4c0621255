import { chownSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readJson, readOnlyCopy, writeJson } from './json-file'

let folder = ''
let file = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'json-'))
  file = join(folder, 'notes.json')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('reads back what was written, for its owner’s eyes only', () => {
  expect(readJson(file)).toBeNull()
  writeJson(file, { port: 7 })
  expect(readJson(file)).toEqual({ port: 7 })
  expect(statSync(file).mode & 0o077).toBe(0)
  expect(readdirSync(folder)).toEqual(['notes.json'])
})

it.each(['', '{"port":'])(
  'a file cut short (“%s”) is made anew where it can be, and told where it cannot',
  (half) => {
    writeFileSync(file, half)
    expect(readJson(file)).toBeNull()
    expect(() => readOnlyCopy(file)).toThrow(/notes\.json is damaged/)
  },
)

it.runIf(process.getuid?.() === 0)('as root it belongs to whom the folder belongs', () => {
  chownSync(folder, 1234, 1234)
  writeJson(file, {})
  expect(statSync(file)).toMatchObject({ uid: 1234, gid: 1234 })
})
