import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'

/** Between two attempts to bring a server up again, ms. */
const PAUSE_MS = 1_000

/**
 * Notices that a server went, by the end of a connection kept to it, and calls `revive` until it answers again.
 * `tell` gets a sentence for the person at the keyboard. Answers how to stop watching.
 */
export function watchServer(
  url: string,
  revive: () => Promise<'was up' | 'revived'>,
  tell: (sentence: string) => void,
): () => Promise<void> {
  const watching = new AbortController()
  const loop = async () => {
    while (!watching.signal.aborted) {
      await untilGone(url, watching.signal)
      if (watching.signal.aborted) return
      try {
        if ((await revive()) === 'revived') tell('database ended, and was started again')
      } catch (error) {
        tell(`database ended and does not start: ${error instanceof Error ? error.message : String(error)}`)
      }
      await pause(PAUSE_MS, undefined, { signal: watching.signal }).catch(() => undefined)
    }
  }
  const done = loop()
  return () => {
    watching.abort()
    return done
  }
}

async function untilGone(url: string, signal: AbortSignal): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'order-queue-watch' })
  const gone = new Promise<void>((resolve) => {
    client.once('end', resolve)
    client.on('error', () => resolve())
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
  try {
    await client.connect()
    await gone
  } catch {
    // It does not even let us in: gone.
  } finally {
    await client.end().catch(() => undefined)
  }
}
