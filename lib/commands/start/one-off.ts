import { spawn } from 'node:child_process'
import { signalGroup } from './child'

/**
 * Runs a program of ours to its end and answers what it printed. Throws the last `tail` lines of it when it fails. In
 * a process group of its own, so that Ctrl-C reaches it through `signal` alone.
 */
export function runOneOff(
  what: string,
  args: string[],
  options: { env: NodeJS.ProcessEnv; signal: AbortSignal; tail: number },
): Promise<string> {
  options.signal.throwIfAborted()
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      env: options.env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    const read = (chunk: Buffer) => {
      output += chunk.toString()
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    const abort = () => {
      if (child.pid) signalGroup(child.pid, 'SIGTERM')
    }
    options.signal.addEventListener('abort', abort, { once: true })
    child.once('error', reject)
    child.once('close', (code) => {
      options.signal.removeEventListener('abort', abort)
      if (code === 0) return resolve(output)
      reject(new Error(`${what}\n${output.trimEnd().split('\n').slice(-options.tail).join('\n')}`))
    })
  })
}
