import { execFile } from 'node:child_process'
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * Settings of Postgres' own tools for a server: no password on a command line. Row-level security binds our user, so
 * the tools name all merchants, as the few questions across merchants do (lib/db/with-merchant.ts).
 */
export function toolSettings(databaseUrl: string): Record<string, string> {
  const url = new URL(databaseUrl)
  return {
    // An IPv6 address stands in brackets in an address only.
    PGHOST: url.hostname.replace(/^\[|\]$/g, ''),
    PGPORT: url.port || '5432',
    PGUSER: decodeURIComponent(url.username),
    PGPASSWORD: decodeURIComponent(url.password),
    PGDATABASE: decodeURIComponent(url.pathname.slice(1)),
    ...(url.searchParams.get('sslmode') ? { PGSSLMODE: url.searchParams.get('sslmode') ?? '' } : {}),
    PGOPTIONS: '-c app.merchant_id=*',
  }
}

/** What a person types to dump by hand, where the tool is missing or on another machine. */
export const dumpByHand = (file: string): string =>
  `PGOPTIONS='-c app.merchant_id=*' pg_dump --enable-row-security --format=custom --file=${file} "$DATABASE_URL"`

/**
 * What brings a dump back: into an empty database, so that the old one stays as it is, and because the job queue's
 * partitions cannot be dropped one by one. Rows come before the policies, so all of them are let in.
 */
export const restoreByHand = (file: string): string[] => [
  'Stop Order Queue.',
  'Make an empty database with the same owner, and let DATABASE_URL name it.',
  `pg_restore --no-owner --exit-on-error --single-transaction --dbname="$DATABASE_URL" ${file}`,
  'npm run restore -- --mark',
  'Start Order Queue.',
]

/**
 * Dumps a server of the merchant's own with its `pg_dump`, product running or not (a dump is one moment), and reads
 * the dump's list of contents back. Keeps the newest `keep`. Throws a sentence that says what to type instead.
 */
export async function dumpServer(
  data: string,
  databaseUrl: string,
  keep: number,
  now: Date,
): Promise<string> {
  const folder = join(data, 'backups')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, `server-${now.toISOString().slice(0, 19).replaceAll(':', '-')}.dump`)
  const env = { ...process.env, ...toolSettings(databaseUrl) }
  const unfinished = `${file}.unfinished`
  try {
    await run('pg_dump', ['--enable-row-security', '--format=custom', `--file=${unfinished}`], { env })
    const { stdout } = await run('pg_restore', ['--list', unfinished], { env, maxBuffer: 50_000_000 })
    if (!stdout.includes('TABLE DATA public orders')) throw new Error('the dump holds no orders table')
    renameSync(unfinished, file)
  } catch (cause) {
    rmSync(unfinished, { force: true })
    throw new Error(`${wordsOf(cause)}\nBy hand: ${dumpByHand(file)}`, { cause })
  }
  const old = readdirSync(folder).filter((name) => /^server-.*\.dump$/.test(name))
  for (const name of old.toSorted().toReversed().slice(Math.max(1, keep))) rmSync(join(folder, name))
  return file
}

function wordsOf(cause: unknown): string {
  const { code, stderr, message } = cause as { code?: unknown; stderr?: string; message?: string }
  if (code === 'ENOENT') return 'pg_dump is not installed here.'
  return (stderr || message || String(cause)).trim().split('\n').slice(-3).join('\n')
}
