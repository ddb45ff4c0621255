import { execFile } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { listBackups, restoreEmbedded } from '../../../lib/commands/backup/embedded-backup'
import { TSX } from '../../../lib/commands/start/stand-ins'
import { closeDatabase } from '../../../lib/db/client'
import { startEmbedded, type EmbeddedServer } from '../../../lib/db/embedded/embedded'
import { migrateDatabase } from '../../../lib/db/migrate'
import { resetEnv } from '../../../lib/env'
import { closeSender, migrateJobs } from '../../../lib/jobs/queue'

/** A durable embedded Postgres in a data folder of its own, as the product has one, and the commands people run on it. */
export class OwnDatabase {
  private server: EmbeddedServer | null = null
  private constructor(
    private readonly folder: string,
    private readonly data: string,
  ) {}

  static async open(): Promise<OwnDatabase> {
    const folder = mkdtempSync(join(tmpdir(), 'order-queue-restore-'))
    const data = join(folder, 'data')
    mkdirSync(data)
    // mkdtemp closes it to others; as root the server runs as another user and has to get in.
    for (const path of [folder, data]) chmodSync(path, 0o755)
    const own = new OwnDatabase(folder, data)
    await own.start()
    await migrateDatabase(process.env['DATABASE_URL'] ?? '', migrateJobs)
    return own
  }

  async start(): Promise<void> {
    this.server = await startEmbedded(this.data)
    process.env['DATABASE_URL'] = this.server.url
    resetEnv()
  }

  /** Nobody may be at work on it. */
  async stop(): Promise<void> {
    await closeSender()
    await closeDatabase()
    await this.server?.stop()
    this.server = null
  }

  /** `npm run backup`, as a person types it. */
  async backUp(): Promise<void> {
    await this.command('backup')
  }

  /** The newest backup put back: by `npm run restore`, or by somebody who copies files and tells nobody. */
  async restore(how: 'marked' | 'silent'): Promise<void> {
    if (how === 'marked') return this.command('restore', 'latest')
    const [newest] = listBackups(this.data)
    if (!newest) throw new Error('there is no backup')
    await restoreEmbedded(this.data, newest, () => Promise.resolve())
  }

  private async command(name: 'backup' | 'restore', ...args: string[]): Promise<void> {
    const script = `lib/commands/backup/${name}.ts`
    await promisify(execFile)(process.execPath, [...TSX, script, ...args], {
      env: { ...process.env, DATA_DIR: this.data, DATABASE_URL: '' },
    })
  }

  async remove(): Promise<void> {
    await this.stop()
    await (await startEmbedded(this.data)).remove()
    rmSync(this.folder, { recursive: true, force: true })
  }
}
