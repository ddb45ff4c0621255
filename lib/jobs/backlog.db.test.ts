import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Role } from '@/lib/access/roles'
import type { Viewer } from '@/lib/access/viewer'
import { inTransaction } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { readBacklog, retryDead } from './backlog'
import type { JobKind } from './kinds'
import { clearJobs, enqueue } from './queue'

useTestDatabase()
beforeEach(clearJobs)

const [OWN, OTHER] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'] as const
const ORDER = '33333333-3333-4333-8333-333333333333'
const as = (role: Role, merchantId: string = OWN): Viewer => ({
  userId: 'u',
  name: 'Ana',
  email: 'ana@example.com',
  merchantId,
  merchantName: 'Acme',
  timeZone: 'UTC',
  role,
  storeIds: [],
})
const put = (kind: 'push' | 'decide', merchantId: string, orderId = ORDER) =>
  inTransaction((tx) => enqueue(tx, kind, { merchantId, orderId }))
const toState = (kind: JobKind, state: string, output: object = {}) =>
  inTransaction((tx) =>
    tx.execute(
      sql`update jobs.job set state = ${state}::jobs.job_state, completed_on = now(), output = ${JSON.stringify(output)}::jsonb where name = ${kind}`,
    ),
  )
const now = () => new Date()

describe('what is still to be done', () => {
  test('is counted by kind, for one merchant; what is long due is stuck', async () => {
    await put('push', OWN)
    await put('push', OTHER)
    await put('decide', OWN)
    await put('decide', OWN, OTHER)
    expect((await readBacklog(OWN, now())).kinds).toEqual([
      { kind: 'decide', waiting: 2, running: 0, stuck: 0 },
      { kind: 'push', waiting: 1, running: 0, stuck: 0 },
    ])
    await toState('push', 'active')
    const later = new Date(Date.now() + 301_000)
    expect((await readBacklog(OWN, later)).kinds).toEqual([
      { kind: 'decide', waiting: 2, running: 0, stuck: 2 },
      { kind: 'push', waiting: 0, running: 1, stuck: 0 },
    ])
  })

  test('what was given up says why, without a query or a stack', async () => {
    await put('push', OWN)
    await toState('push', 'failed', { message: 'Lightspeed said no.\n    at secret.ts:1', stack: 'x' })
    const [dead] = (await readBacklog(OWN, now())).dead
    expect(dead).toMatchObject({ kind: 'push', orderId: ORDER, because: 'Lightspeed said no.' })
    expect((await readBacklog(OTHER, now())).dead).toEqual([])
    await toState('push', 'failed', { message: 'Failed query: select secret' })
    expect((await readBacklog(OWN, now())).dead[0]?.because).toBe('An error on our side; the log has it.')
  })
})

describe('retrying', () => {
  const deadId = async () => {
    await put('push', OWN)
    await toState('push', 'failed', { message: 'no' })
    return (await readBacklog(OWN, now())).dead[0]?.id ?? ''
  }

  test('puts a new job in its place, once', async () => {
    const id = await deadId()
    expect(await retryDead(as('manager'), id)).toMatchObject({ ok: true })
    expect(await readBacklog(OWN, now())).toEqual({
      kinds: [{ kind: 'push', waiting: 1, running: 0, stuck: 0 }],
      dead: [],
    })
    expect(await retryDead(as('manager'), id)).toMatchObject({ ok: false })
  })

  test('is for those who may act, and for their own merchant', async () => {
    const id = await deadId()
    expect(await retryDead(as('viewer'), id)).toMatchObject({ ok: false })
    expect(await retryDead(as('owner', OTHER), id)).toMatchObject({ ok: false })
    expect((await readBacklog(OWN, now())).dead).toHaveLength(1)
  })
})
