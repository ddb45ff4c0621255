import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'

const FOLDER = join(fileURLToPath(import.meta.url), '..', '..', '..', 'drizzle')

/** Any number will do, as long as every starting process takes the same one. */
const LOCK = 7_215_004

/**
 * Brings a database to the newest tables. Two processes that start together wait for one another. `also` runs
 * under the same lock (the job queue's own tables). Throws one sentence when the server does not answer, lets
 * nobody in, or gives no right to make tables.
 */
export async function migrateDatabase(url: string, also: () => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  try {
    await client.connect()
    await client.query('select pg_advisory_lock($1)', [LOCK])
    await migrate(drizzle(client), { migrationsFolder: FOLDER })
    await also()
  } catch (cause) {
    const sentence = sentenceOf(codesOf(cause), url)
    throw sentence ? new Error(sentence, { cause }) : cause
  } finally {
    await client.end()
  }
}

/** Whether row-level security does not bind this database user, because it is a superuser or may bypass it. */
export async function bypassesRowSecurity(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ free: boolean }>(
      'select rolsuper or rolbypassrls as free from pg_roles where rolname = current_user',
    )
    return rows[0]?.free ?? false
  } finally {
    await client.end()
  }
}

/** Codes of an error and of all it was made from: drizzle and a refused connection both wrap the one that tells. */
function codesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return []
  const inner = [error.cause, ...(error instanceof AggregateError ? (error.errors as unknown[]) : [])]
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : []
  // pg gives no code when its own time limit ends a connection.
  const late = /timeout/i.test(error.message) ? ['ETIMEDOUT'] : []
  return [...own, ...late, ...inner.flatMap(codesOf)]
}

const RIGHT_MISSING = ['42501']
const NOBODY_THERE = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH']
/** Wrong password, unknown user, unknown database. */
const NOT_LET_IN = ['28P01', '28000', '3D000']

function sentenceOf(codes: string[], url: string): string | null {
  const has = (list: string[]) => list.find((code) => codes.includes(code))
  // Never the whole address: it holds the password.
  const place = URL.canParse(url) ? `${new URL(url).host}${new URL(url).pathname}` : 'the given address'
  const silent = has(NOBODY_THERE)
  const closed = has(NOT_LET_IN)
  if (has(RIGHT_MISSING))
    return 'The database user may not create tables. Give it the right (GRANT CREATE ON DATABASE … TO …), or use its owner in DATABASE_URL.'
  if (silent) return `The database at ${place} does not answer (${silent}). Look at DATABASE_URL.`
  if (closed)
    return `The database at ${place} does not let us in (${closed}). Look at user, password and name in DATABASE_URL.`
  return null
}
