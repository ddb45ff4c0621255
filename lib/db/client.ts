import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import type { PgTransactionConfig } from 'drizzle-orm/pg-core'
import pg from 'pg'
import { env } from '@/lib/env'
import { log } from '@/lib/log'

export type Database = NodePgDatabase
/** A database handle inside a transaction. */
export type Tx = Parameters<Parameters<Database['transaction']>[0]>[0]

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

/**
 * Runs `work` in one transaction. The connection is taken and given back here: drizzle-orm 0.45 keeps one for ever whose
 * `begin` fails (`NodePgSession.transaction` begins before its `try`), and a database server that goes away a few times
 * would leave a pool without any. The pool drops those that broke.
 */
export async function inTransaction<T>(
  work: (tx: Tx) => Promise<T>,
  config?: PgTransactionConfig,
): Promise<T> {
  const client = await pool().connect()
  try {
    return await databaseOf(client).transaction(work, config)
  } finally {
    client.release()
  }
}

export async function closeDatabase(): Promise<void> {
  const open = held.orderQueuePool
  delete held.orderQueuePool
  delete held.orderQueueDatabase
  await open?.end()
}
