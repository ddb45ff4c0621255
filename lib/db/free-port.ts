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

/** A free loopback port: `wanted` if it is one. */
export async function freePort(wanted: number | null): Promise<number> {
  if (wanted !== null && (await portTrouble(wanted)) === null) return wanted
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}
