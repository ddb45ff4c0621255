import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { migrateJobs } from '@/lib/jobs/queue'
import { startEmbedded } from './embedded'
import { migrateDatabase } from './migrate'

declare module 'vitest' {
  interface ProvidedContext {
    testServerUrl: string
  }
}

/** One cluster for the whole run, and in it a migrated template that each test file clones in milliseconds. */
export default async function setUp(project: TestProject) {
  const folder = mkdtempSync(join(tmpdir(), 'order-queue-test-'))
  const server = await startEmbedded(folder, { fast: true })
  process.env['DATABASE_URL'] = server.url
  await migrateDatabase(server.url, migrateJobs)
  const admin = new pg.Client({ connectionString: server.adminUrl })
  await admin.connect()
  await admin.query('alter database order_queue is_template true')
  await admin.end()
  project.provide('testServerUrl', server.url)
  return async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
