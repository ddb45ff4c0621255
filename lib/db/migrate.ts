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
 * under the same lock (the job queue's own tables).
 */
export async function migrateDatabase(url: string, also: () => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK])
    await migrate(drizzle(client), { migrationsFolder: FOLDER })
    await also()
  } catch (error) {
    if ((error as { code?: string }).code === '42501')
      throw new Error(
        'The database user may not create tables. Give it the right (GRANT CREATE ON DATABASE … TO …), or use its owner in DATABASE_URL.',
        { cause: error },
      )
    throw error
  } finally {
    await client.end()
  }
}
