import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, expect, it } from 'vitest'
import { startEmbedded, type EmbeddedServer } from './embedded'

const base = mkdtempSync(join(tmpdir(), 'order-queue-embedded-'))

/** Open to the server's own user even under a strict umask, so that the data stays where the test looks. */
function folderOf(name: string): string {
  const folder = join(base, name)
  mkdirSync(folder)
  for (const path of [base, folder]) chmodSync(path, 0o755)
  return folder
}

const started: EmbeddedServer[] = []

async function start(folder: string): Promise<EmbeddedServer> {
  const server = await startEmbedded(folder)
  started.push(server)
  return server
}

async function ask(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query(statement)).rows as unknown[]
  } finally {
    await client.end()
  }
}

const pidOf = (folder: string) =>
  Number(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])

afterAll(async () => {
  for (const server of started) await server.remove()
  rmSync(base, { recursive: true, force: true })
})

it('keeps acknowledged rows through kill -9, finds a running server, and shares none with a copy', async () => {
  const folder = folderOf('first')
  const first = await start(folder)
  expect(await ask(first.url, 'select current_user, inet_server_addr()::text as at')).toEqual([
    { current_user: 'order_queue', at: '127.0.0.1/32' },
  ])
  await ask(first.url, 'create table kept (n int)')
  await ask(first.url, 'insert into kept values (7)')

  process.kill(pidOf(folder), 'SIGKILL')
  const second = await start(folder)
  expect(await ask(second.url, 'select n from kept')).toEqual([{ n: 7 }])

  const alive = pidOf(folder)
  const found = await start(folder)
  expect(found.url).toBe(second.url)
  expect(pidOf(folder)).toBe(alive)

  await second.stop()
  const copy = folderOf('copy')
  cpSync(folder, copy, { recursive: true, preserveTimestamps: true })
  await start(folder)
  cpSync(join(folder, 'postgres', 'postmaster.pid'), join(copy, 'postgres', 'postmaster.pid'))
  const other = await startCopied(folder, copy)
  await ask(other.url, 'insert into kept values (8)')
  expect(await ask(second.url, 'select n from kept')).toEqual([{ n: 7 }])
})

/** Copying as root leaves root's files; the server needs its own user's again. */
function startCopied(from: string, copy: string): Promise<EmbeddedServer> {
  const { uid, gid } = statSync(join(from, 'postgres'))
  if (process.getuid?.() === 0)
    for (const entry of ['', ...readdirSync(join(copy, 'postgres'), { recursive: true, encoding: 'utf8' })])
      chownSync(join(copy, 'postgres', entry), uid, gid)
  chmodSync(join(copy, 'postgres'), 0o700)
  return start(copy)
}

it('starts over when the first start was cut short', async () => {
  const folder = folderOf('half')
  mkdirSync(join(folder, 'postgres.new', 'global'), { recursive: true })
  writeFileSync(join(folder, 'postgres.new', 'PG_VERSION'), '18\n')
  const server = await start(folder)
  expect(await ask(server.url, 'select 1 as one')).toEqual([{ one: 1 }])
  expect(existsSync(join(folder, 'postgres.new'))).toBe(false)
  expect(existsSync(join(folder, 'postgres.password'))).toBe(false)
})

it('a server that is kept up comes back on its port after kill -9, and stays away once it is stopped', async () => {
  const folder = folderOf('kept-up')
  const server = await start(folder)
  const told: string[] = []
  server.keepUp((sentence) => told.push(sentence))
  await ask(server.url, 'create table kept (n int)')
  const before = pidOf(folder)

  process.kill(before, 'SIGKILL')
  await expect.poll(() => told, { timeout: 15_000 }).toEqual(['database ended, and was started again'])
  expect(await ask(server.url, 'select n from kept')).toEqual([])
  expect(pidOf(folder)).not.toBe(before)

  await server.stop()
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  expect(existsSync(join(folder, 'postgres', 'postmaster.pid'))).toBe(false)
  expect(told).toHaveLength(1)
})
