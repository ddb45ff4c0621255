import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { closeDatabase } from '../../lib/db/client'
import { startEmbedded } from '../../lib/db/embedded/embedded'
import { migrateDatabase } from '../../lib/db/migrate'
import { resetEnv } from '../../lib/env'
import { closeSender, migrateJobs } from '../../lib/jobs/queue'
import { exampleMerchant } from '../../lib/orders/example-merchant'
import { playRounds, type RivalsSummary } from './rounds'

/** The long form, on a Postgres of its own; `rounds` of every pair. */
export async function runRivals({
  rounds,
  seed,
}: {
  rounds: number
  seed: number
}): Promise<RivalsSummary & { seconds: number }> {
  const began = performance.now()
  const folder = mkdtempSync(join(tmpdir(), 'order-queue-rivals-'))
  // mkdtemp closes it to others; as root the server runs as another user and has to get in.
  chmodSync(folder, 0o755)
  const server = await startEmbedded(join(folder, 'postgres'))
  try {
    process.env['DATABASE_URL'] = server.url
    process.env['ENCRYPTION_KEY'] = Buffer.alloc(32, 7).toString('base64')
    process.env['LOG_LEVEL'] = 'error'
    resetEnv()
    await migrateDatabase(server.url, migrateJobs)
    const merchant = await exampleMerchant('rivals', { kind: 'hold-if-short' })
    const summary = await playRounds(merchant, { rounds, seed })
    return { ...summary, seconds: Math.round((performance.now() - began) / 100) / 10 }
  } finally {
    await closeSender()
    await closeDatabase()
    await server.remove()
    rmSync(folder, { recursive: true, force: true })
  }
}
