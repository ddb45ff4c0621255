import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { env } from '@/lib/env'
import { log } from '@/lib/log'

export type Database = NodePgDatabase
/** A database handle inside a transaction; there are none within another. */
export type Tx = Omit<Database, 'transaction'>

// Kept on globalThis so that a development reload of the web app does not open a second pool.
const held = globalThis as typeof globalThis & { orderQueuePool?: pg.Pool; orderQueueDatabase?: Database }

export function pool(): pg.Pool {
  if (!held.orderQueuePool) {
    held.orderQueuePool = new pg.Pool({
      connectionString: env().DATABASE_URL,
      max: 10, // two processes and a seed share Postgres' default of 100 connections
      application_name: `order-queue-${process.env['PROCESS_NAME'] ?? 'app'}`,
    })
    // Nor must one that breaks between two queries of a transaction: its next query fails, and with it the transaction.
    held.orderQueuePool.on('connect', (client) => {
      client.on('error', (error) => log.warn({ because: error.message }, 'database connection lost'))
    })
    // An idle connection that breaks must not end the process; the next query opens a new one.
    held.orderQueuePool.on('error', (error) => log.warn({ err: error }, 'idle database connection lost'))
  }
  return held.orderQueuePool
}

/** The database without any merchant set: row-level security shows it no merchant's rows. Rooms use `withMerchant`. */
export function database(): Database {
  held.orderQueueDatabase ??= drizzle(pool())
  return held.orderQueueDatabase
}

const databases = new WeakMap<pg.PoolClient, Database>()

/** The same database each time a connection is taken from the pool. */
function databaseOf(client: pg.PoolClient): Database {
  const known = databases.get(client) ?? drizzle(client)
  databases.set(client, known)
  return known
}

/** How a transaction begins. `settings` hold until its end. */
export interface Beginning {
  characteristics?: string
  settings?: Record<string, string>
}

/** One round trip: what begins a transaction, and its settings. */
function beginning(client: pg.PoolClient, { characteristics = '', settings = {} }: Beginning): string {
  const set = Object.entries(settings).map(
    ([name, value]) =>
      `select set_config(${client.escapeLiteral(name)}, ${client.escapeLiteral(value)}, true)`,
  )
  return [`begin ${characteristics}`, ...set].join('; ')
}

/**
 * Runs `work` in one transaction. It is begun and ended here: drizzle-orm 0.45 keeps a connection for ever whose `begin`
 * fails (`NodePgSession.transaction` begins before its `try`), so that a database server that goes away a few times would
 * leave a pool without any, and a rollback that fails hides why. A connection that cannot even roll back is not used again.
 */
export async function inTransaction<T>(work: (tx: Tx) => Promise<T>, how: Beginning = {}): Promise<T> {
  const client = await pool().connect()
  let broken = false
  try {
    await client.query(beginning(client, how))
    const result = await work(databaseOf(client))
    const { command } = await client.query('commit')
    // A query that failed in between, and whose error was swallowed, makes Postgres roll back without a word.
    if (command !== 'COMMIT')
      throw new Error('The transaction was rolled back: one of its queries had failed.')
    return result
  } catch (error) {
    broken = await client.query('rollback').then(
      () => false,
      () => true,
    )
    throw error
  } finally {
    client.release(broken)
  }
}

export async function closeDatabase(): Promise<void> {
  const open = held.orderQueuePool
  delete held.orderQueuePool
  delete held.orderQueueDatabase
  await open?.end()
}
