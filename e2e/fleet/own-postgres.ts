import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { closeDatabase } from '../../lib/db/client'
import { startEmbedded } from '../../lib/db/embedded/embedded'
import { migrateDatabase } from '../../lib/db/migrate'
import { resetEnv } from '../../lib/env'
import { closeSender, migrateJobs } from '../../lib/jobs/queue'

/** Runs `work` on a Postgres server of its own, as the product starts one, and takes that away again. */
export async function withOwnPostgres<T>(work: () => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'order-queue-fleet-db-'))
  // mkdtemp closes it to others; as root the server runs as another user and has to get in.
  chmodSync(folder, 0o755)
  const server = await startEmbedded(join(folder, 'postgres'))
  try {
    process.env['DATABASE_URL'] = server.url
    process.env['LOG_LEVEL'] ??= 'error'
    resetEnv()
    await migrateDatabase(server.url, migrateJobs)
    return await work()
  } finally {
    await closeSender()
    await closeDatabase()
    await server.remove()
    rmSync(folder, { recursive: true, force: true })
  }
}
