import { execFile, spawn } from 'node:child_process'
import { appendFileSync, chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startEmbedded } from '@/lib/db/embedded/embedded'
import { backUpEmbedded, listBackups, restoreEmbedded } from './embedded-backup'
import { toolSettings } from './own-server'

const base = mkdtempSync(join(tmpdir(), 'order-queue-backup-'))
const data = join(base, 'data')
const at = (minute: number) => new Date(Date.UTC(2026, 10, 26, 9, minute))

beforeAll(async () => {
  mkdirSync(data)
  // Open to the server's own user, so that the data stays where the test looks.
  for (const path of [base, data]) chmodSync(path, 0o755)
  await inDatabase('create table kept (n int)', 'insert into kept values (1)')
})
afterAll(async () => {
  const server = await startEmbedded(data)
  await server.remove()
  rmSync(base, { recursive: true, force: true })
})

async function query(url: string, ...statements: string[]): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    let rows: unknown[] = []
    for (const statement of statements) rows = (await client.query(statement)).rows as unknown[]
    return rows
  } finally {
    await client.end()
  }
}

/** On the embedded database, which is stopped again. */
async function inDatabase(...statements: string[]): Promise<unknown[]> {
  const server = await startEmbedded(data)
  try {
    return await query(server.url, ...statements)
  } finally {
    await server.stop()
  }
}
const kept = () => inDatabase('select n from kept order by n')

describe('the embedded database', () => {
  test('is copied while it is stopped, and put back as it was', async () => {
    const backup = await backUpEmbedded(data, 7, at(1))
    await inDatabase('insert into kept values (2)')
    const seen: unknown[] = []
    const { before } = await restoreEmbedded(data, backup, async (url) => {
      seen.push(...(await query(url, 'select n from kept')))
      await query(url, 'insert into kept values (9)')
    })
    expect(seen).toEqual([{ n: 1 }])
    expect(await kept()).toEqual([{ n: 1 }, { n: 9 }])
    expect(existsSync(before ?? '')).toBe(true)
  })

  test('a server somebody left running is stopped first; an acknowledged row is in the copy', async () => {
    const server = await startEmbedded(data)
    await query(server.url, 'insert into kept values (3)')
    const backup = await backUpEmbedded(data, 7, at(2))
    await inDatabase('delete from kept')
    await restoreEmbedded(data, backup, () => Promise.resolve())
    expect(await kept()).toEqual([{ n: 1 }, { n: 3 }, { n: 9 }])
  })

  test('what cannot be made ready is taken back: the database is as it was', async () => {
    const [backup] = listBackups(data)
    await inDatabase('insert into kept values (4)')
    if (!backup) throw new Error('no backup')
    const broken = restoreEmbedded(data, backup, () => Promise.reject(new Error('no tables')))
    await expect(broken).rejects.toThrow('no tables')
    expect(await kept()).toEqual([{ n: 1 }, { n: 3 }, { n: 4 }, { n: 9 }])
  })

  test('a backup that was changed, or lacks a file, or has one too many, is refused before anything is done', async () => {
    const good = await backUpEmbedded(data, 7, at(3))
    const files = join(good.folder, 'postgres')
    const refused = (why: RegExp) =>
      expect(restoreEmbedded(data, good, () => Promise.resolve())).rejects.toThrow(why)
    writeFileSync(join(files, 'stranger'), '')
    await refused(/stranger does not belong to it/)
    rmSync(join(files, 'stranger'))
    appendFileSync(join(files, 'PG_VERSION'), ' ')
    await refused(/PG_VERSION was changed/)
    rmSync(join(files, 'PG_VERSION'))
    await refused(/PG_VERSION is missing/)
    expect(await kept()).toHaveLength(4)
  })

  test('the newest are kept, the others and what was cut short are not', async () => {
    mkdirSync(join(data, 'backups', 'half.unfinished'), { recursive: true })
    await backUpEmbedded(data, 2, at(4))
    expect(listBackups(data).map(({ name }) => name)).toEqual(['2026-11-26T09-04-00', '2026-11-26T09-03-00'])
    await expect(backUpEmbedded(data, 2, at(4))).rejects.toThrow('of this second already')
  })
})

describe('the commands', () => {
  const command = (name: string, ...args: string[]) =>
    promisify(execFile)(process.execPath, ['--import', 'tsx', `lib/commands/backup/${name}.ts`, ...args], {
      env: { ...process.env, DATA_DIR: data, DATABASE_URL: '' },
    }).then(
      ({ stdout }) => stdout,
      (error: unknown) => (error as { stderr: string }).stderr,
    )

  test('back up, list, restore and mark for real', async () => {
    expect(await command('backup', '--keep', '3')).toContain('Backed up to')
    const [name = ''] = (await command('restore', '--list')).split('\n')
    expect(await command('restore', name)).toContain('Nothing is pushed to Lightspeed until')
    expect(await kept()).toHaveLength(4)
    // The tables are there and know of the epoch; without an account there is nothing to mark.
    expect(await inDatabase('select off_since from sale_feeds')).toEqual([])
    expect(await command('restore', 'nothing')).toContain('There is no backup “nothing”')
    expect(await command('restore')).toContain('Which backup?')
    expect(await command('backup', '--keep', 'none')).toContain('--keep is a whole number')
  })

  test('refuse with a sentence while the product runs', async () => {
    // What stands for a running start: a process with its command line that holds the folder.
    const start = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', 'lib/commands/start.ts'])
    writeFileSync(join(data, 'start.pid'), String(start.pid))
    try {
      expect(await command('backup')).toContain(`Order Queue is running (process ${start.pid})`)
      expect(await command('restore', 'latest')).toContain('only be restored while it is stopped')
    } finally {
      start.kill()
    }
  })
})

test('Postgres’ own tools get no password on their command line, and see every merchant', () => {
  expect(toolSettings('postgres://shop:p%40ss@db.example:6432/queue?sslmode=require')).toEqual({
    PGHOST: 'db.example',
    PGPORT: '6432',
    PGUSER: 'shop',
    PGPASSWORD: 'p@ss',
    PGDATABASE: 'queue',
    PGSSLMODE: 'require',
    PGOPTIONS: '-c app.merchant_id=*',
  })
})
