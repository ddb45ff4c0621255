import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { LogFile } from './log-file'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'log-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('keeps what is written, tells its end, and begins anew at its limit', () => {
  const log = new LogFile(join(folder, 'logs', 'web.log'), 10)
  log.write('one\ntwo\n')
  log.write(Buffer.from('three\n'))
  expect(log.tail(2)).toBe('two\nthree')
  expect(statSync(log.path).mode & 0o077).toBe(0)
  log.write('four\n')
  expect(readFileSync(log.path, 'utf8')).toBe('four\n')
  expect(readFileSync(`${log.path}.1`, 'utf8')).toContain('three')
})

it('that cannot be written loses its lines and nothing else', () => {
  const log = new LogFile(join(folder, 'web.log'))
  mkdirSync(log.path)
  expect(() => log.write('lost\n')).not.toThrow()
  rmSync(log.path, { recursive: true })
  expect(existsSync(log.path)).toBe(false)
  log.write('kept\n')
  expect(log.tail(1)).toBe('kept')
})
