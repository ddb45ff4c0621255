import { createServer, type Server } from 'node:net'
import { expect, test } from 'vitest'
import { freePort } from './free-port'

const listenOn = (port: number) =>
  new Promise<Server>((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(server))
  })

test('the port asked for while it is free, else one that no outgoing connection is given', async () => {
  const port = await freePort(null)
  expect(port).toBeLessThan(32_768)
  expect(await freePort(port)).toBe(port)
  const taken = await listenOn(port)
  const other = await freePort(port)
  expect(other).not.toBe(port)
  expect(other).toBeLessThan(32_768)
  const own = await listenOn(other)
  for (const server of [taken, own]) server.close()
})
