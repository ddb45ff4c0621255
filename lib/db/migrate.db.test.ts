import pg from 'pg'
import { describe, expect, inject, it } from 'vitest'
import { migrateJobs } from '@/lib/jobs/queue'
import { pool } from './client'
import { freePort } from './free-port'
import { bypassesRowSecurity, migrateDatabase } from './migrate'
import { useTestDatabase } from './test-database'
import { dropTestDatabase } from './test-server'

useTestDatabase()

const own = () => process.env['DATABASE_URL'] ?? ''
const nothing = () => Promise.resolve()

describe('migrateDatabase', () => {
  it('can run again, and two at once wait for one another', async () => {
    const under: string[] = []
    const run = (name: string) =>
      migrateDatabase(own(), async () => {
        under.push(`${name} in`)
        await migrateJobs()
        under.push(`${name} out`)
      })
    await Promise.all([run('first'), run('second')])
    const [one, two, three, four] = under.map((word) => word.split(' ')[0])
    expect([one === two, three === four, one === three]).toEqual([true, true, false])
    const applied = await pool().query('select 1 from drizzle.__drizzle_migrations')
    expect(applied.rowCount).toBeGreaterThan(0)
  })

  it('says so when nobody answers, without the password', async () => {
    const url = `postgres://me:hush@127.0.0.1:${await freePort(null)}/shop`
    const error: unknown = await migrateDatabase(url, nothing).catch((caught: unknown) => caught)
    expect(String(error)).toMatch(/127\.0\.0\.1:\d+\/shop does not answer \(ECONNREFUSED\)/)
    expect(String(error)).not.toContain('hush')
  })

  it('says so when the password is wrong or the database is not there', async () => {
    const wrong = new URL(own())
    wrong.password = 'wrong'
    await expect(migrateDatabase(wrong.toString(), nothing)).rejects.toThrow(/does not let us in \(28P01\)/)
    const missing = new URL(own())
    missing.pathname = '/nowhere'
    await expect(migrateDatabase(missing.toString(), nothing)).rejects.toThrow(/does not let us in \(3D000\)/)
  })

  it('says so when the right to make tables is missing', async () => {
    const client = new pg.Client({ connectionString: inject('testServerUrl') })
    await client.connect()
    // A connection that may not create anything, without needing the right to make roles.
    const name = `closed_${Date.now()}`
    await client.query(`create database ${name}`)
    await client.query(`revoke create on database ${name} from current_user`)
    const url = new URL(own())
    url.pathname = `/${name}`
    await expect(migrateDatabase(url.toString(), nothing)).rejects.toThrow(/may not create tables/)
    await client.end()
    await dropTestDatabase(inject('testServerUrl'), name)
  })
})

it('knows that row-level security binds the application’s role', async () => {
  expect(await bypassesRowSecurity(own())).toBe(false)
})
