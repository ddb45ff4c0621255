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
    const template = new URL(inject('testServerUrl'))
    await onServer(`create database ${name} template order_queue`)
    template.pathname = `/${name}`
    process.env['DATABASE_URL'] = template.toString()
    process.env['ENCRYPTION_KEY'] ??= randomBytes(32).toString('base64')
    resetEnv()
  })

  afterAll(async () => {
    await closeSender()
    await closeDatabase()
    await onServer(`drop database if exists ${name} with (force)`)
  })
}

async function onServer(statement: string): Promise<void> {
  const url = new URL(inject('testServerUrl'))
  url.pathname = '/postgres'
  const client = new pg.Client({ connectionString: url.toString() })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
