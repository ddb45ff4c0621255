import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
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

export async function closeDatabase(): Promise<void> {
  const open = held.orderQueuePool
  delete held.orderQueuePool
  delete held.orderQueueDatabase
  await open?.end()
}
