import { expect, it } from 'vitest'
import { useTestDatabase } from '@/lib/db/test-database'
import { acrossMerchants } from '@/lib/db/with-merchant'
import { ensureMember, ensureOwner } from './members'
import { memberships, users } from './tables'
import { findMemberByEmail } from './viewer'

useTestDatabase()

const now = new Date('2026-11-24T12:00:00Z')
const rows = () =>
  acrossMerchants(async (tx) => ({
    users: (await tx.select().from(users)).length,
    memberships: (await tx.select().from(memberships)).length,
  }))

it('makes merchant and owner once, whatever the case of the address', async () => {
  const owner = { email: 'Ana@Shop.example ', name: 'Ana', merchantName: 'North' }
  const first = await ensureOwner(owner, now)
  const again = await ensureOwner({ ...owner, email: 'ana@shop.example' }, now)
  expect([first.created, again.created]).toEqual([true, false])
  expect(again).toMatchObject({ merchantId: first.merchantId, userId: first.userId })
  expect(await rows()).toEqual({ users: 1, memberships: 1 })
  expect(await findMemberByEmail('ana@shop.example')).toMatchObject({ role: 'owner', merchantName: 'North' })
})

it('gives a known person another role without a second membership', async () => {
  const { merchantId } = await ensureOwner(
    { email: 'ana@shop.example', name: 'Ana', merchantName: 'North' },
    now,
  )
  const member = { merchantId, email: 'ben@shop.example', name: 'Ben', storeIds: [] }
  const first = await ensureMember({ ...member, role: 'viewer' }, now)
  const second = await ensureMember({ ...member, role: 'manager' }, now)
  expect(second).toBe(first)
  expect(await findMemberByEmail('ben@shop.example')).toMatchObject({ role: 'manager' })
  expect(await rows()).toEqual({ users: 2, memberships: 2 })
})
