import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { startEmbedded } from '@/lib/db/embedded/embedded'
import { stopForCopy, type Stopped } from '@/lib/db/embedded/embedded-files'
import { readJson, writeJson } from '../json-file'
import { copyFolder, damageOf, type CopiedFile } from './files'

/** Beside a backup's files: what they are. Written last, so that a backup without it was never finished. */
interface Manifest {
  madeAt: string
  postgres: string
  files: CopiedFile[]
}

export interface Backup {
  name: string
  folder: string
  madeAt: Date
}

const backupsOf = (data: string) => join(data, 'backups')
const MANIFEST = 'manifest.json'
const FILES = 'postgres'

/** Finished backups of this data folder, the newest first. */
export function listBackups(data: string): Backup[] {
  const folder = backupsOf(data)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .flatMap((name) => {
      const manifest = readJson<Manifest>(join(folder, name, MANIFEST))
      return manifest ? [{ name, folder: join(folder, name), madeAt: new Date(manifest.madeAt) }] : []
    })
    .toSorted((a, b) => b.madeAt.getTime() - a.madeAt.getTime())
}

/**
 * Copies the embedded database while nothing runs on it, reads the copy back, and takes away all but the newest `keep`
 * backups. Two backups of one second are one too many: the second is refused.
 */
export async function backUpEmbedded(data: string, keep: number, now: Date): Promise<Backup> {
  const stopped = await stopForCopy(data)
  const name = now.toISOString().slice(0, 19).replaceAll(':', '-')
  const folder = join(backupsOf(data), name)
  if (existsSync(folder)) throw new Error(`There is a backup of this second already: ${folder}`)
  const unfinished = `${folder}.unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { recursive: true, mode: 0o700 })
  try {
    const files = await copyFolder(stopped.data, join(unfinished, FILES), null)
    const manifest: Manifest = { madeAt: now.toISOString(), postgres: versionOf(stopped.data), files }
    writeJson(join(unfinished, MANIFEST), manifest)
    renameSync(unfinished, folder)
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    throw error
  }
  for (const old of listBackups(data).slice(Math.max(1, keep)))
    rmSync(old.folder, { recursive: true, force: true })
  return { name, folder, madeAt: now }
}

const versionOf = (folder: string) => readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim()

/**
 * Puts a backup in the place of the embedded database, which is kept beside it once, and has `prepare` make it ready
 * (tables brought up to date, the restore marked) before it counts. Whatever goes wrong, the database is as it was.
 */
export async function restoreEmbedded(
  data: string,
  backup: Backup,
  prepare: (databaseUrl: string) => Promise<void>,
): Promise<{ before: string | null }> {
  const manifest = readJson<Manifest>(join(backup.folder, MANIFEST))
  if (!manifest) throw new Error(`${backup.folder} is no finished backup.`)
  const damage = await damageOf(join(backup.folder, FILES), manifest.files)
  if (damage) throw new Error(`The backup ${backup.name} is damaged: ${damage}. Nothing was changed.`)
  const stopped = await stopForCopy(data)
  requireVersion(stopped, manifest)
  const made = `${stopped.data}.restoring`
  const before = `${stopped.data}.before-restore`
  rmSync(made, { recursive: true, force: true })
  await copyFolder(join(backup.folder, FILES), made, stopped.user)
  rmSync(before, { recursive: true, force: true })
  const had = existsSync(stopped.data)
  if (had) renameSync(stopped.data, before)
  renameSync(made, stopped.data)
  try {
    const server = await startEmbedded(data)
    try {
      await prepare(server.url)
    } finally {
      await server.stop()
    }
  } catch (error) {
    rmSync(stopped.data, { recursive: true, force: true })
    if (had) renameSync(before, stopped.data)
    throw error
  }
  return { before: had ? before : null }
}

/** Files of one major version of Postgres cannot be read by another. */
function requireVersion({ version }: Stopped, { postgres }: Manifest): void {
  if (version.split('.')[0] !== postgres)
    throw new Error(
      `The backup was made with Postgres ${postgres}, and this is ${version}: install the Order Queue it was made with, restore there, and take it along with pg_dump.`,
    )
}
