import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** A log begins anew at this size; the one before is kept as `.1`. */
const LIMIT = 10 * 1024 * 1024

/** What one child prints. A log that cannot be written, as on a full disk, is lost: it must not end the product. */
export class LogFile {
  private size: number

  constructor(
    readonly path: string,
    private readonly limit = LIMIT,
  ) {
    mkdirSync(dirname(path), { recursive: true })
    this.size = existsSync(path) ? statSync(path).size : 0
  }

  write(text: string | Buffer): void {
    try {
      if (this.size > this.limit) {
        renameSync(this.path, `${this.path}.1`)
        this.size = 0
      }
      appendFileSync(this.path, text, { mode: 0o600 })
      this.size += text.length
    } catch {
      // The next line is tried again: the disk may have room by then.
    }
  }

  /** The last lines, for an error message. */
  tail(lines: number): string {
    if (!existsSync(this.path)) return ''
    return readFileSync(this.path, 'utf8').trimEnd().split('\n').slice(-lines).join('\n')
  }
}
