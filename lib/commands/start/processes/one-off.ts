import { spawn } from 'node:child_process'
import { signalGroup } from './child'

/** A program that was told to end and did not is made to. */
const PATIENCE_MS = 5_000

export interface OneOff {
  env: NodeJS.ProcessEnv
  signal: AbortSignal
  tail: number
  /** Told its process number, and null when it has ended. */
  onChange: (pid: number | null) => void
}

/**
 * Runs a program of ours to its end and answers what it printed. Throws the last `tail` lines of it when it fails. In
 * a process group of its own, so that Ctrl-C reaches it through `signal` alone.
 */
export function runOneOff(what: string, args: string[], options: OneOff): Promise<string> {
  options.signal.throwIfAborted()
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      env: options.env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    options.onChange(child.pid ?? null)
    let output = ''
    const read = (chunk: Buffer) => {
      output += chunk.toString()
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    const signalAll = (name: NodeJS.Signals) => {
      if (child.pid) signalGroup(child.pid, name)
    }
    let late: NodeJS.Timeout | null = null
    const abort = () => {
      signalAll('SIGTERM')
      late = setTimeout(() => signalAll('SIGKILL'), PATIENCE_MS)
    }
    options.signal.addEventListener('abort', abort, { once: true })
    child.once('error', reject)
    child.once('close', (code) => {
      options.signal.removeEventListener('abort', abort)
      if (late) clearTimeout(late)
      options.onChange(null)
      if (code === 0) return resolve(output)
      reject(new Error(`${what}\n${output.trimEnd().split('\n').slice(-options.tail).join('\n')}`))
    })
  })
}
