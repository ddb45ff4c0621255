import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { isAlive } from '../../running'
import { Child, nextPauseMs } from './child'

let folder = ''
const pids: (number | null)[] = []
const children: Child[] = []

/** A child that runs this program text. */
function childOf(program: string, announces: boolean, env: NodeJS.ProcessEnv = process.env): Child {
  const plan = { name: 'child', args: ['-e', program], env: { ...env }, announces }
  const child = new Child(plan, folder, (_name, pid) => pids.push(pid))
  children.push(child)
  return child
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'child-'))
  vi.spyOn(console, 'log').mockImplementation(() => undefined)
})
afterEach(async () => {
  for (const child of children.splice(0)) await child.stop(500)
  pids.splice(0)
  vi.mocked(console.log).mockRestore()
  rmSync(folder, { recursive: true, force: true })
})

const READY = `console.log('starting'); console.log('{"ready":true,"port":7}'); setInterval(() => {}, 1000)`
const alive = () => pids.filter((pid): pid is number => pid !== null && isAlive(pid))

it('waits twice as long from death to death, up to half a minute, and little after a long life', () => {
  const pauses = [null, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000].map((last) => nextPauseMs(last, 5))
  expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000])
  expect(nextPauseMs(30_000, 60_000)).toBe(1_000)
})

describe('a child', () => {
  it('answers what it announced, logs what it prints, and ends when asked', async () => {
    const child = childOf(READY, true)
    expect(await child.start()).toEqual({ ready: true, port: 7 })
    expect(alive()).toHaveLength(1)
    expect(child.tail()).toContain('starting\n')
    await child.stop(5_000)
    expect(alive()).toEqual([])
    expect(child.deaths).toBe(0)
  })

  it('that cannot start fails with the end of its log, and is not tried again', async () => {
    const child = childOf(`console.error('no such file'); process.exit(3)`, true)
    await expect(child.start()).rejects.toThrow(/child ended \(3\)/)
    await expect.poll(() => child.tail()).toContain('no such file')
    await new Promise((resolve) => setTimeout(resolve, 1_300))
    expect(pids.filter((pid) => pid !== null)).toHaveLength(1)
  })

  it('that dies lives again, without the crash it was told to have', async () => {
    const program = `console.log('told ' + process.env.CRASH_AT); if (process.env.CRASH_AT) process.exit(9); ${READY}`
    const child = childOf(program, false, { ...process.env, CRASH_AT: 'here' })
    await child.start()
    await expect.poll(() => child.deaths, { timeout: 5_000 }).toBe(1)
    await expect.poll(() => child.tail(), { timeout: 5_000 }).toContain('told undefined')
    expect(alive()).toHaveLength(1)
  })

  it.skipIf(process.platform === 'win32')('that dies takes along what it had started', async () => {
    const program = `const { spawn } = require('node:child_process')
      const inner = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
      console.log(JSON.stringify({ ready: true, inner: inner.pid })); setInterval(() => {}, 1000)`
    const child = childOf(program, true)
    const inner = Number((await child.start())['inner'])
    const [outer] = alive()
    expect(isAlive(inner)).toBe(true)
    if (outer) process.kill(outer, 'SIGKILL')
    await expect.poll(() => isAlive(inner), { timeout: 5_000 }).toBe(false)
  })

  it('that does not listen is ended all the same', async () => {
    const child = childOf(`process.on('SIGTERM', () => {}); ${READY}`, true)
    await child.start()
    await child.stop(300)
    expect(alive()).toEqual([])
  })
})
