import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { commandOf, findRunning, readNotes, sentenceOf, writeNotes, type Running } from './running'

const data = mkdtempSync(join(tmpdir(), 'running-'))
afterAll(() => rmSync(data, { recursive: true, force: true }))

const notes = (pid: number): Running => ({
  pid,
  webUrl: 'https://queue.example',
  localUrl: 'http://127.0.0.1:3000',
  simulatorUrl: null,
  mailUrl: null,
  smtpUrl: null,
  databaseUrl: 'postgres://x',
  standIns: data,
  children: { web: 7 },
})

describe('what a start notes for others', () => {
  it('is nothing where nothing was started', () => {
    expect(readNotes(data)).toBeNull()
    expect(findRunning(data)).toBeNull()
  })

  it('is read back, and belongs to nobody once its process is gone', () => {
    const gone = 2 ** 22 + 1 // past the largest process number of Linux
    writeNotes(notes(gone), data)
    expect(readNotes(data)).toEqual(notes(gone))
    expect(findRunning(data)).toBeNull()
  })

  it('is not ours because another program, or we ourselves, have its number now', () => {
    writeNotes(notes(process.ppid), data)
    expect(commandOf(process.ppid)).toContain('node')
    expect(findRunning(data)).toBeNull()
    writeNotes(notes(process.pid), data)
    expect(findRunning(data)).toBeNull()
  })
})

describe('sentenceOf', () => {
  it('names the path nobody may read', () => {
    const error = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES', path: '/data/x' })
    expect(sentenceOf(error)).toMatch(/^\/data\/x cannot be read or written/)
  })

  it('is never empty', () => {
    expect(sentenceOf(new Error('What happened'))).toBe('What happened')
    expect(sentenceOf(new AggregateError([new Error('refused')]))).not.toBe('')
    expect(sentenceOf('text')).toBe('text')
  })
})
