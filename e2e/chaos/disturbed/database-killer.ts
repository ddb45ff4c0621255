import pg from 'pg'
import { patiently } from './trials'

/** Ends the database server, or the connections of the product to it, as a machine that fails does. */
export class DatabaseKiller {
  serverKills = 0
  backendKills = 0
  backendsEnded = 0

  constructor(private readonly adminUrl: string) {}

  /** SIGKILL to every process of the server, so that nothing is written out any more; waits until it is up again. */
  async killServer(): Promise<void> {
    const { parent, children } = await this.ask(async (client) => {
      const shown = await client.query<{ lines: string }>(`select pg_read_file('postmaster.pid') as lines`)
      const listed = await client.query<{ pid: number }>('select pid from pg_stat_activity')
      return {
        parent: Number(shown.rows[0]?.lines.split('\n')[0]),
        children: listed.rows.map(({ pid }) => pid),
      }
    })
    // The parent first: it would end the others in good order.
    for (const pid of [parent, ...children]) endProcess(pid)
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

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended before.
  }
}
