import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'

/** One statement on its own connection: making and dropping databases wants no transaction. */
export async function onTestServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** Postgres lets nobody but a superuser end the vacuum that happens to be at work in a database to be dropped. */
const FORBIDDEN = '42501'
const TRIES = 40

export async function dropTestDatabase(url: string, name: string): Promise<void> {
  for (let turn = 1; ; turn++) {
    try {
      return await onTestServer(url, `drop database if exists ${name} with (force)`)
    } catch (error) {
      if (!(error instanceof pg.DatabaseError) || error.code !== FORBIDDEN || turn === TRIES) throw error
      await pause(250)
    }
  }
}
