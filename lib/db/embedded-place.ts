import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { accessSync, chmodSync, chownSync, constants, existsSync, mkdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { copyBinaries, openToOthers, packagedBinaries } from './embedded-binaries'

export interface SystemUser {
  uid: number
  gid: number
}

/** Who the server runs as and where its binaries and data lie. Postgres refuses to run as root. */
export interface Place {
  binaries: string
  data: string
  /** Null: as whoever started us. */
  user: SystemUser | null
  /** Set when data or binaries had to move out of the project because its folder is closed to that user. */
  movedBecause: string | null
}

/** Decides where the server lives; as root in a closed folder that is a folder outside, keyed to this one. */
export function choosePlace(dataDir: string): Place {
  const data = join(resolve(dataDir), 'postgres')
  const binaries = packagedBinaries()
  if (process.platform === 'win32' || process.getuid?.() !== 0) {
    refuseForeign(data)
    return { binaries: binaries.folder, data, user: null, movedBecause: null }
  }
  const user = ownerOf(data) ?? unprivileged()
  mkdirSync(resolve(dataDir), { recursive: true })
  const reachable = openToOthers(dataDir)
  if (reachable && openToOthers(join(binaries.folder, 'bin', 'postgres')))
    return { binaries: binaries.folder, data, user, movedBecause: null }
  if (!reachable && existsSync(data))
    throw new Error(
      `The database in ${data} can no longer be reached by the user it runs as (uid ${user.uid}): ` +
        `let others walk into its folders again (chmod o+x), or set DATABASE_URL.`,
    )
  const outside = outsideFolder(dataDir)
  return {
    binaries: copyBinaries(binaries, outside, user),
    data: reachable ? data : join(outside, 'postgres'),
    user: reachable ? user : (ownerOf(join(outside, 'postgres')) ?? user),
    movedBecause: reachable
      ? `this folder is closed to the user Postgres runs as, so its programs were copied to ${outside}`
      : `this folder is closed to the user Postgres runs as, so the database lives in ${outside}`,
  }
}

/** Who made this database: it can only go on as the same user. Null: nobody yet. */
function ownerOf(data: string): SystemUser | null {
  if (!existsSync(data)) return null
  const { uid, gid } = statSync(data)
  return uid === 0 ? null : { uid, gid }
}

function refuseForeign(data: string): void {
  if (process.platform === 'win32' || !existsSync(data)) return
  const { uid } = statSync(data)
  if (uid !== process.getuid?.())
    throw new Error(
      `The database in ${data} belongs to another user (uid ${uid}), probably from a start as root. ` +
        'Start as that user again, or set DATA_DIR to another folder.',
    )
}

/** An unprivileged account every Unix has. */
function unprivileged(): SystemUser {
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

/** A folder of ours that every user may walk into and that survives a reboot, unlike /tmp. */
function outsideFolder(dataDir: string): string {
  const key = createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 12)
  const folder = join(writableBase(), `order-queue-${key}`)
  mkdirSync(folder, { recursive: true })
  chmodSync(folder, 0o755) // mkdir's own mode would be cut by the umask
  return folder
}

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

/** Makes a folder only its owner may enter, and gives it to the server's user. */
export function makeOwned(path: string, user: SystemUser | null): void {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  if (user) chownSync(path, user.uid, user.gid)
}
