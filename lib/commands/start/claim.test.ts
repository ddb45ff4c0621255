import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { claimFolder, freeFolder } from './claim'

let data = ''
let other: ChildProcess | null = null
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'claim-'))
})
afterEach(() => {
  other?.kill('SIGKILL')
  other = null
  rmSync(data, { recursive: true, force: true })
})

const file = () => join(data, 'start.pid')

it('a folder is claimed once and given back', () => {
  expect(claimFolder(data)).toBeNull()
  expect(readFileSync(file(), 'utf8')).toBe(String(process.pid))
  freeFolder(data)
  expect(existsSync(file())).toBe(false)
})

it('another start that lives keeps its claim, also when we free ours', async () => {
  other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', 'lib/commands/start.ts'])
  await new Promise((resolve) => other?.once('spawn', resolve))
  writeFileSync(file(), String(other.pid))
  expect(claimFolder(data)).toBe(other.pid)
  freeFolder(data)
  expect(readFileSync(file(), 'utf8')).toBe(String(other.pid))
})

it.each(['4194305', String(process.ppid), '', 'no number'])(
  'a claim that is no living start’s (“%s”) is taken over, and leaves nothing behind',
  (content) => {
    writeFileSync(file(), content)
    expect(claimFolder(data)).toBeNull()
    expect(readdirSync(data)).toEqual(['start.pid'])
  },
)
