import { closeSync, existsSync, fsyncSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs'
import { State, type Change } from './state'

/**
 * The account's only memory: an append-only file, one line of JSON per commit, on the disk before any answer is
 * given. Whatever was answered is there after a kill -9; a line torn by one is cut off at the next start.
 */
export class Ledger {
  readonly state = new State()
  private readonly file: number

  constructor(path: string) {
    if (existsSync(path)) this.replay(path)
    this.file = openSync(path, 'a', 0o600)
  }

  private replay(path: string): void {
    const raw = readFileSync(path)
    const end = raw.lastIndexOf(0x0a) + 1
    if (end < raw.length) truncateSync(path, end)
    for (const line of raw.subarray(0, end).toString('utf8').split('\n')) {
      if (line === '') continue
      for (const change of JSON.parse(line) as Change[]) this.state.apply(change)
    }
  }

  /** Writes changes that belong together as one line, waits for the disk, then lets the state have them. */
  commit(...changes: Change[]): void {
    writeSync(this.file, `${JSON.stringify(changes)}\n`)
    fsyncSync(this.file)
    for (const change of changes) this.state.apply(change)
  }

  close(): void {
    closeSync(this.file)
  }
}
