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
  /** All that is to be deleted with the database: the data folder itself, or the folder made for it outside. */
  removable: string
  /** In the project's data folder, says that the data outside belongs to it. Null: the data is inside. */
  marker: string | null
}

/** Decides where the server lives; as root in a closed folder that is a folder outside, keyed to this one. */
export function choosePlace(dataDir: string): Place {
  const data = join(resolve(dataDir), 'postgres')
  const binaries = packagedBinaries()
  if (process.platform === 'win32' || process.getuid?.() !== 0) {
    refuseForeign(data)
    return inside(binaries.folder, data, null)
  }
  const user = ownerOf(data) ?? unprivileged()
  mkdirSync(resolve(dataDir), { recursive: true })
  const reachable = openToOthers(dataDir)
  if (reachable && openToOthers(join(binaries.folder, 'bin', 'postgres')))
    return inside(binaries.folder, data, user)
  if (!reachable && existsSync(data))
    throw new Error(
      `The database in ${data} can no longer be reached by the user it runs as (uid ${user.uid}): ` +
        `let others walk into its folders again (chmod o+x), or set DATABASE_URL.`,
    )
  // One copy of the programs serves every data folder of this checkout.
  const outside = openFolder(join(writableBase(), `order-queue-${shortHash(binaries.folder)}`))
  const copied = copyBinaries(binaries, outside, user)
  const why = 'this folder is closed to the user Postgres runs as, so'
  if (reachable)
    return {
      ...inside(copied, data, user),
      movedBecause: `${why} its programs were copied to ${outside}`,
    }
  const home = openFolder(join(outside, `data-${shortHash(resolve(dataDir))}`))
  return {
    binaries: copied,
    data: join(home, 'postgres'),
    user: ownerOf(join(home, 'postgres')) ?? user,
    movedBecause: `${why} the database lives in ${home}`,
    removable: home,
    marker: join(resolve(dataDir), 'postgres-lives-outside.txt'),
  }
}

const inside = (binaries: string, data: string, user: SystemUser | null): Place => ({
  binaries,
  data,
  user,
  movedBecause: null,
  removable: data,
  marker: null,
})

const shortHash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12)

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

/** Makes a folder that every user may walk into. */
function openFolder(path: string): string {
  mkdirSync(path, { recursive: true })
  chmodSync(path, 0o755) // mkdir's own mode would be cut by the umask
  return path
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

/** Makes a folder only its owner may enter, and gives it to the server's user. */
export function makeOwned(path: string, user: SystemUser | null): void {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  if (user) chownSync(path, user.uid, user.gid)
}
