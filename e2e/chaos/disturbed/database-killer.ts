import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { patiently } from './trials'

/** Ends the database server, or the connections of the product to it, as a machine that fails does. */
export class DatabaseKiller {
  serverKills = 0
  backendKills = 0
  backendsEnded = 0

  constructor(private readonly adminUrl: string) {}

  /** SIGKILL to the server and every process of it, so that nothing is written out any more; waits until it is up again. */
  async killServer(): Promise<void> {
    const folder = await this.ask(async (client) => {
      const shown = await client.query<{ data_directory: string }>('show data_directory')
      return shown.rows[0]?.data_directory ?? ''
    })
    const server = Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0])
    for (const pid of [server, ...childrenOf(server)]) endProcess(pid)
    this.serverKills += 1
    await this.ask((client) => client.query('select 1'))
  }

  /** Ends every connection of the product, in whatever transaction it is. */
  async endBackends(): Promise<void> {
    const ended = await this.ask((client) =>
      client.query(`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'order_queue'`),
    )
    this.backendKills += 1
    this.backendsEnded += ended.rowCount ?? 0
  }

  /** On a connection of its own, once the server takes one. */
  private ask<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    return patiently(async () => {
      const client = new pg.Client({ connectionString: this.adminUrl, connectionTimeoutMillis: 2_000 })
      client.on('error', () => undefined)
      try {
        await client.connect()
        return await work(client)
      } finally {
        await client.end().catch(() => undefined)
      }
    })
  }
}

/** The processes whose parent is this one, as the system lists them. */
function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === parent)
}

function parentOf(pid: number): number | null {
  try {
    const words = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')
    return Number(words?.[1])
  } catch {
    // It ended while the list was read.
    return null
  }
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended before.
  }
}
