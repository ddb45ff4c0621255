import { chownSync, existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * A small file of ours; null where there is none. One that cannot be understood is null too, for its content can be
 * made anew: what cannot be made anew is read with `readOnlyCopy`.
 */
export function readJson<T>(file: string): T | null {
  if (!existsSync(file)) return null
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** The same for what exists only once, such as keys: damage is told instead of written over. */
export function readOnlyCopy<T>(file: string): T | null {
  const content = readJson<T>(file)
  if (content === null && existsSync(file))
    throw new Error(
      `${file} is damaged. Bring it back from a copy, or move it away if nothing depends on it.`,
    )
  return content
}

/** Written under another name first, so that neither a reader nor a full disk leaves half of it. For its owner alone. */
export function writeJson(file: string, content: unknown): void {
  const unfinished = `${file}.new`
  try {
    writeFileSync(unfinished, JSON.stringify(content), { mode: 0o600 })
    giveToOwner(unfinished)
    renameSync(unfinished, file)
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw error
  }
}

/** A start as root in somebody else's folder must not lock them out of it. */
function giveToOwner(file: string): void {
  if (process.getuid?.() !== 0) return
  const { uid, gid } = statSync(dirname(file))
  chownSync(file, uid, gid)
}
