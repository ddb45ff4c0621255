import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  truncateSync,
  writeSync,
} from 'node:fs'
import type { Change } from './rows'
import { State } from './state'

/** A ledger that cannot be read: said in one sentence, since a person has to look at the file. */
export class DamagedLedger extends Error {
  override name = 'DamagedLedger'
}

/**
 * The account's only memory: an append-only file, one line of JSON per commit, on the disk before any answer is
 * given. Whatever was answered is there after a kill -9; a line torn by one is cut off at the next start.
 */
export class Ledger {
  readonly state = new State()
  private readonly file: number
  private size: number

  constructor(path: string) {
    this.size = existsSync(path) ? this.replay(path) : 0
    this.file = openSync(path, 'a', 0o600)
  }

  private replay(path: string): number {
    const raw = readFileSync(path)
    let from = 0
    for (let line = 1; from < raw.length; line += 1) {
      const end = raw.indexOf(0x0a, from)
      const changes = end === -1 ? null : parse(raw.subarray(from, end).toString('utf8'))
      if (changes === null) {
        // Only the last line can be torn: nothing was answered for it.
        if (end !== -1 && end !== raw.length - 1)
          throw new DamagedLedger(`The ledger ${path} is damaged in line ${line}.`)
        truncateSync(path, from)
        return from
      }
      for (const change of changes) this.state.apply(change)
      from = end + 1
    }
    return from
  }

  /** Writes changes that belong together as one line, waits for the disk, then lets the state have them. */
  commit(...changes: Change[]): void {
    const line = Buffer.from(`${JSON.stringify(changes)}\n`)
    try {
      for (let written = 0; written < line.length;)
        written += writeSync(this.file, line, written, line.length - written)
      fsyncSync(this.file)
    } catch (error) {
      // Half a line in the middle of the file would spoil all that come after it.
      ftruncateSync(this.file, this.size)
      throw error
    }
    this.size += line.length
    for (const change of changes) this.state.apply(change)
  }

  close(): void {
    closeSync(this.file)
  }
}

function parse(line: string): Change[] | null {
  try {
    return JSON.parse(line) as Change[]
  } catch {
    return null
  }
}
