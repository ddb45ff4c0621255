import { createHash } from 'node:crypto'
import {
  chownSync,
  copyFileSync,
  createReadStream,
  lstatSync,
  mkdirSync,
  readdirSync,
  chmodSync,
} from 'node:fs'
import { join } from 'node:path'

export interface CopiedFile {
  /** Below the folder, with forward slashes. */
  path: string
  /** SHA-256 of its content, hex; null: a folder. */
  sha256: string | null
}

/** What the server writes for itself while it runs, and nobody needs afterwards. */
const LEFT_OUT = new Set(['postmaster.pid', 'postmaster.opts', 'server.log'])

/**
 * Copies a folder of ordinary files and reads every copy back: what is answered was seen on the disk twice. Throws a
 * sentence where a copy differs, or where there is something that is no ordinary file.
 */
export async function copyFolder(
  from: string,
  to: string,
  owner: { uid: number; gid: number } | null,
): Promise<CopiedFile[]> {
  const copied: CopiedFile[] = []
  const own = (path: string) => (owner ? chownSync(path, owner.uid, owner.gid) : undefined)
  mkdirSync(to, { recursive: true, mode: 0o700 })
  chmodSync(to, 0o700)
  own(to)
  for (const path of pathsBelow(from)) {
    const [source, target] = [join(from, path), join(to, path)]
    const stat = lstatSync(source)
    if (stat.isDirectory()) {
      mkdirSync(target, { mode: 0o700 })
      copied.push({ path, sha256: null })
    } else if (stat.isFile()) {
      copyFileSync(source, target)
      chmodSync(target, 0o600)
      const sha256 = await hashOf(target)
      if (sha256 !== (await hashOf(source)))
        throw new Error(`The copy of ${source} is not the same as the file.`)
      copied.push({ path, sha256 })
    } else throw new Error(`${source} is no ordinary file: this database cannot be copied by its files.`)
    own(target)
  }
  return copied
}

/** The first thing in which a folder is not what was copied, in a sentence; null: it is exactly that. */
export async function damageOf(folder: string, wanted: CopiedFile[]): Promise<string | null> {
  const there = new Set(pathsBelow(folder))
  for (const { path, sha256 } of wanted) {
    if (!there.delete(path)) return `${path} is missing`
    if (sha256 !== null && (await hashOf(join(folder, path))) !== sha256) return `${path} was changed`
  }
  const [stranger] = there
  return stranger === undefined ? null : `${stranger} does not belong to it`
}

function pathsBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !LEFT_OUT.has(path))
    .toSorted()
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}
