import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { migrateJobs } from '@/lib/jobs/queue'
import { startEmbedded } from './embedded/embedded'
import { bypassesRowSecurity, migrateDatabase } from './migrate'
import { dropTestDatabase, onTestServer } from './test-server'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where test databases are made and dropped. */
    testServerUrl: string
    /** The migrated database that each test file clones in milliseconds. */
    testTemplate: string
  }
}

interface Server {
  url: string
  template: string
  end(): Promise<void>
}

/** One server for the whole run (or TEST_DATABASE_URL's), and in it a migrated template. */
export default async function setUp(project: TestProject) {
  const given = process.env['TEST_DATABASE_URL']
  const server = given ? await useGiven(given) : await startOwn()
  const template = new URL(server.url)
  template.pathname = `/${server.template}`
  // The job queue reads its address from here.
  process.env['DATABASE_URL'] = template.toString()
  await migrateDatabase(template.toString(), migrateJobs)
  project.provide('testServerUrl', server.url)
  project.provide('testTemplate', server.template)
  return () => server.end()
}

async function startOwn(): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'order-queue-test-'))
  // mkdtemp closes it to others; as root the server runs as another user and has to get in.
  chmodSync(folder, 0o755)
  const server = await startEmbedded(folder, { fast: true })
  const url = new URL(server.url)
  url.pathname = '/postgres'
  return {
    url: url.toString(),
    template: 'order_queue',
    end: async () => {
      await server.remove()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function useGiven(url: string): Promise<Server> {
  if (await bypassesRowSecurity(url))
    throw new Error(
      'TEST_DATABASE_URL names a superuser, whom row-level security does not bind: the tests would prove ' +
        'nothing. Name a role made with: create role order_queue_test login createdb password …',
    )
  const template = `template_${randomBytes(6).toString('hex')}`
  await onTestServer(url, `create database ${template}`)
  return { url, template, end: () => dropTestDatabase(url, template) }
}
