import { sql } from 'drizzle-orm'
import type { PoolClient } from 'pg'
import { expect, test } from 'vitest'
import { pool } from './client'
import { useTestDatabase } from './test-database'
import { acrossMerchants, withMerchant } from './with-merchant'

useTestDatabase()

const MERCHANT = crypto.randomUUID()
const ask = () => withMerchant(MERCHANT, ({ tx }) => tx.execute(sql`select 1`))

/** What a server that dies does to a connection that was idle: nobody knows before it is used. */
const breakOff = (client: PoolClient) =>
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy()

test('a connection that is lost before its transaction begins is given back: the pool never runs dry', async () => {
  await ask()
  const most = pool().options.max
  pool().on('acquire', breakOff)
  for (let turn = 0; turn < most + 2; turn += 1) await expect(ask()).rejects.toThrow()
  pool().off('acquire', breakOff)
  expect(pool().totalCount).toBeLessThan(most)
  await expect(ask()).resolves.toMatchObject({ rowCount: 1 })
})

test('so is one that is lost in the middle', async () => {
  const most = pool().options.max
  for (let turn = 0; turn < most + 2; turn += 1)
    await expect(
      acrossMerchants((tx) => tx.execute(sql`select pg_terminate_backend(pg_backend_pid())`)),
    ).rejects.toThrow()
  expect(pool().totalCount).toBeLessThan(most)
  await expect(ask()).resolves.toMatchObject({ rowCount: 1 })
})

test('a transaction one of whose queries failed is not taken for done, though nobody minded the error', async () => {
  await expect(
    acrossMerchants(async (tx) => {
      await tx.execute(sql`select 1 / 0`).catch(() => undefined)
    }),
  ).rejects.toThrow('rolled back')
  await expect(ask()).resolves.toMatchObject({ rowCount: 1 })
})
