import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seededRandom } from '@/lib/commands/test-orders/seeded-random'
import { closeDatabase } from '@/lib/db/client'
import { startEmbedded } from '@/lib/db/embedded/embedded'
import { migrateDatabase } from '@/lib/db/migrate'
import { resetEnv } from '@/lib/env'
import { closeSender, migrateJobs } from '@/lib/jobs/queue'
import { Member } from './tokens/crew'
import { playRound, ROUND_KINDS, type RoundKind, type RoundPlay, type RoundTold } from './tokens/rounds'
import { TokenStage } from './tokens/token-stage'

export interface Summary {
  regime: 'tokens'
  rounds: number
  /** Rounds whose kill or fault took place; the others say nothing and are not counted as passed. */
  fired: number
  byKind: Record<RoundKind, number>
  workers: number
  refreshes: number
  mostAtOnce: number
  lost: number
  doubled: number
  trouble: string[]
  seed: string
  seconds: number
}

/** Processes that want the same token. */
const WORKERS = 8
/** Waits are scaled down: a deadline of 1.25 s, a pause of 0.75 s after a refresh that failed. */
const SCALE = 0.05

/**
 * Regime j on the database of DATABASE_URL: `rounds` rounds, each with its own trouble, for eight real processes that
 * share one Lightspeed account. Kinds follow each other shuffled, each as often as the others.
 */
export async function playTokens(options: {
  rounds: number
  seed: string
  workers?: number
  folder: string
  tell?: (line: string) => void
}): Promise<Summary> {
  const { rounds, seed, folder } = options
  const workers = options.workers ?? WORKERS
  const started = Date.now()
  const random = seededRandom(seed)
  const stage = await TokenStage.open(folder, SCALE)
  const env = { ...process.env }
  const crew = await Promise.all(
    Array.from({ length: workers }, () => Member.start(stage.shop.merchantId, env)),
  )
  const summary = emptySummary(rounds, workers, seed)
  let kinds: RoundKind[] = []
  for (let n = 1; n <= rounds; n += 1) {
    if (kinds.length === 0) kinds = shuffled(ROUND_KINDS, random)
    const kind = kinds.pop() ?? 'expiry'
    const told = await playUntilFired({ stage, crew, env, random, n }, kind)
    summary.byKind[kind] += told.fired ? 1 : 0
    summary.fired += told.fired ? 1 : 0
    summary.lost += told.lost
    summary.doubled += told.doubled
    summary.trouble.push(...told.trouble)
    for (const sentence of told.trouble) options.tell?.(sentence)
    // One that is told to reconnect goes on being told so: the next rounds would only say it again.
    if (told.lost > 0) await stage.connect()
    if (n % 10 === 0) options.tell?.(`${n} of ${rounds} rounds`)
  }
  const { refreshes, mostAtOnce } = await stage.record()
  await Promise.all(crew.map((member) => member.end()))
  await stage.close()
  return { ...summary, refreshes, mostAtOnce, seconds: Math.round((Date.now() - started) / 1000) }
}

/** A kill may not fire, since another process was first to refresh: then the round is played again. */
const REPLAYS = 2

async function playUntilFired(play: RoundPlay, kind: RoundKind): Promise<RoundTold> {
  let told = await playRound(play, kind)
  for (let again = 1; again <= REPLAYS && !told.fired; again += 1) {
    // An order of its own for each play, beyond all rounds' numbers.
    const next = await playRound({ ...play, n: play.n + again * 100_000 }, kind)
    told = {
      fired: next.fired,
      lost: told.lost + next.lost,
      doubled: told.doubled + next.doubled,
      trouble: [...told.trouble, ...next.trouble],
    }
  }
  return told
}

const emptySummary = (rounds: number, workers: number, seed: string): Summary => ({
  regime: 'tokens',
  rounds,
  fired: 0,
  byKind: Object.fromEntries(ROUND_KINDS.map((kind) => [kind, 0])) as Record<RoundKind, number>,
  workers,
  refreshes: 0,
  mostAtOnce: 0,
  lost: 0,
  doubled: 0,
  trouble: [],
  seed,
  seconds: 0,
})

function shuffled<T>(values: readonly T[], random: () => number): T[] {
  return values
    .map((value) => ({ value, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ value }) => value)
}

/** The long form: its own Postgres server, which waits for its disk, and its own simulator. */
export async function runTokens(options: { rounds: number; seed: string }): Promise<Summary> {
  const folder = mkdtempSync(join(tmpdir(), 'tokens-'))
  // mkdtemp closes it to others; as root the server runs as another user and has to get in.
  chmodSync(folder, 0o755)
  const server = await startEmbedded(folder)
  try {
    process.env['DATABASE_URL'] = server.url
    process.env['ENCRYPTION_KEY'] = randomBytes(32).toString('base64')
    resetEnv()
    await migrateDatabase(server.url, migrateJobs)
    const tell = (line: string) => process.stderr.write(`${line}\n`)
    return await playTokens({ ...options, folder, tell })
  } finally {
    await closeSender()
    await closeDatabase()
    await server.remove()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Whether the regime shows what it must. */
export const tokensHold = (summary: Summary): boolean =>
  summary.lost === 0 &&
  summary.doubled === 0 &&
  summary.mostAtOnce === 1 &&
  summary.trouble.length === 0 &&
  summary.fired > 0
