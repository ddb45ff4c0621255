import { createServer } from 'node:net'

/**
 * Why nobody can listen on this port, as the system's code ("EADDRINUSE", "EACCES"); null when it is free. A machine
 * without that address family has nobody there who could be in the way.
 */
export function portTrouble(port: number, host = '127.0.0.1'): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => {
      const code = error.code ?? 'unknown'
      resolve(['EAFNOSUPPORT', 'EADDRNOTAVAIL'].includes(code) ? null : code)
    })
    server.listen(port, host, () => server.close(() => resolve(null)))
  })
}

/** Whether nobody listens on this loopback port. */
export const isFree = async (port: number, host?: string): Promise<boolean> =>
  (await portTrouble(port, host)) === null

/**
 * Where free ports are looked for: below those that systems hand to outgoing connections (from 32768 on Linux, 49152
 * elsewhere), since one of these may be taken before the port is listened on.
 */
const FIRST = 20_000
const LAST = 32_000
const TRIES = 100

/** A port free on loopback and on all addresses: `wanted` if it is one. */
export async function freePort(wanted: number | null): Promise<number> {
  if (wanted !== null && (await isFree(wanted))) return wanted
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST))
    if ((await isFree(port)) && (await isFree(port, '::'))) return port
  }
  throw new Error(`No port between ${FIRST} and ${LAST} is free.`)
}
