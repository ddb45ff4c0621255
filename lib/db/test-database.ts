import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, inject } from 'vitest'
import { resetEnv } from '@/lib/env'
import { closeSender } from '@/lib/jobs/queue'
import { closeDatabase } from './client'
import { dropTestDatabase, onTestServer } from './test-server'

/** Call at the top of a `*.db.test.ts`: the file gets a database of its own, and everything it opens is closed. */
export function useTestDatabase(): void {
  const name = `test_${randomBytes(6).toString('hex')}`

  beforeAll(async () => {
    await onTestServer(inject('testServerUrl'), `create database ${name} template ${inject('testTemplate')}`)
    const own = new URL(inject('testServerUrl'))
    own.pathname = `/${name}`
    process.env['DATABASE_URL'] = own.toString()
    process.env['ENCRYPTION_KEY'] ??= randomBytes(32).toString('base64')
    resetEnv()
  })

  afterAll(async () => {
    await closeSender()
    await closeDatabase()
    await dropTestDatabase(inject('testServerUrl'), name)
  })
}
