import { exampleMerchant } from '../../lib/orders/example-merchant'
import { withOwnPostgres } from '../fleet/own-postgres'
import { playRounds, type RivalsSummary } from './rounds'

/** The long form, on a Postgres of its own; `rounds` of every pair. */
export async function runRivals(options: {
  rounds: number
  seed: number
}): Promise<RivalsSummary & { seconds: number }> {
  const began = performance.now()
  process.env['ENCRYPTION_KEY'] ??= Buffer.alloc(32, 7).toString('base64')
  const summary = await withOwnPostgres(async () =>
    playRounds(await exampleMerchant('rivals', { kind: 'hold-if-short' }), options),
  )
  return { ...summary, seconds: Math.round((performance.now() - began) / 100) / 10 }
}
