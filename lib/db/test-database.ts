import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, inject } from 'vitest'
import { resetEnv } from '@/lib/env'
import { closeSender } from '@/lib/jobs/queue'
import { closeDatabase } from './client'

/** Call at the top of a `*.db.test.ts`: the file gets a database of its own, and everything it opens is closed. */
export function useTestDatabase(): void {
  const name = `test_${randomBytes(6).toString('hex')}`

  beforeAll(async () => {
    await onServer(`create database ${name} template ${inject('testTemplate')}`)
    const own = new URL(inject('testServerUrl'))
    own.pathname = `/${name}`
    process.env['DATABASE_URL'] = own.toString()
    process.env['ENCRYPTION_KEY'] ??= randomBytes(32).toString('base64')
    resetEnv()
  })

  afterAll(async () => {
    await closeSender()
    await closeDatabase()
    await onServer(`drop database if exists ${name} with (force)`)
  })
}

/** One statement on its own connection: making and dropping databases wants no transaction. */
async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('testServerUrl') })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
