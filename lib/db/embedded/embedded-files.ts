import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { packagedBinaries } from './embedded-binaries'
import { dropStalePid, stopServer } from './embedded-control'
import { choosePlace, type SystemUser } from './embedded-place'

/** The files of an embedded database that no server has open. */
export interface Stopped {
  data: string
  /** Who they belong to; null: whoever we are. */
  user: SystemUser | null
  /** Of the Postgres that is installed. */
  version: string
}

/**
 * The files of this data folder's database, at rest: a server that somebody left running (nobody may be using it, that
 * is the caller's to know) is stopped, which writes all it holds.
 */
export async function stopForCopy(dataDir: string): Promise<Stopped> {
  const place = choosePlace(dataDir)
  dropStalePid(place)
  if (existsSync(join(place.data, 'postmaster.pid'))) await stopServer(place)
  return { data: place.data, user: place.user, version: packagedBinaries().version }
}
