import { and, eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { listMembers } from '@/lib/access/members'
import { auditEntries } from '@/lib/access/tables'
import { findMember } from '@/lib/access/viewer'
import { useTestDatabase } from '@/lib/db/test-database'
import { withMerchant } from '@/lib/db/with-merchant'
import { outbox } from '@/lib/email/tables'
import { renderMail } from '@/lib/email/templates'
import { assignOrder } from '@/lib/orders/handling/assign'
import {
  exampleMerchant,
  item,
  later,
  NOW,
  placeOrder,
  type ExampleMerchant,
} from '@/lib/orders/example-merchant'
import { orders } from '@/lib/orders/tables'
import { changeRole, invite, remove } from './commands'
import { LAST_OWNER, readTeam } from './screen'

useTestDatabase()
let shop: ExampleMerchant
let count = 0
beforeEach(async () => {
  count += 1
  shop = await exampleMerchant(`shop${String.fromCharCode(96 + count)}`, { kind: 'hold-if-short' })
  // An address works for one merchant, and the tests share people.
  email = `zoe${count}@shop.example`
  zoe = { ...zoe, email: ` Zoe${count}@Shop.example ` }
})

const members = () => withMerchant(shop.merchantId, listMembers)
const signInUrl = 'https://desk.example/sign-in'
let email = ''
let zoe = { email, name: 'Zoë Park', role: 'manager' as const, storeIds: [] as string[], signInUrl }

describe('an invitation', () => {
  test('is the membership, one mail without a key, and an entry of who did it', async () => {
    expect(await invite(shop.as('owner'), zoe, NOW)).toMatchObject({ ok: true })
    const member = (await members()).find((each) => each.email === email)
    expect(member).toMatchObject({ name: 'Zoë Park', role: 'manager' })
    expect(await findMember(member?.userId ?? '')).toMatchObject({
      merchantId: shop.merchantId,
      role: 'manager',
    })
    const { mails, audit } = await withMerchant(shop.merchantId, async ({ tx, merchantId }) => ({
      mails: await tx.select().from(outbox).where(eq(outbox.merchantId, merchantId)),
      audit: await tx
        .select()
        .from(auditEntries)
        .where(and(eq(auditEntries.merchantId, merchantId), eq(auditEntries.subject, member?.userId ?? ''))),
    }))
    expect(mails).toMatchObject([{ kind: 'invited', recipients: [email] }])
    expect(audit).toMatchObject([{ what: 'member-invited', actorId: shop.as('owner').userId }])
    const message = mails[0]?.message
    const mail = message ? await renderMail(message) : null
    expect(mail?.subject).toMatch(/^owner invites you to the order queue of shop/)
    for (const text of [mail?.html, mail?.text]) {
      expect(text).toContain(email)
      expect(text).toContain(signInUrl)
      expect(text).toContain('Works the queue')
    }
  })

  test('a member is not invited again, nor who works elsewhere; a person known by then keeps their name', async () => {
    await invite(shop.as('owner'), zoe, NOW)
    expect(await invite(shop.as('owner'), { ...zoe, name: 'Z' }, NOW)).toMatchObject({
      refusal: { kind: 'member-already', because: expect.stringContaining('Zoë Park') as string },
    })
    const other = await exampleMerchant('other', { kind: 'best-store' })
    const again = { ...zoe, name: 'Somebody' }
    expect(await invite(other.as('owner'), again, NOW)).toMatchObject({
      refusal: { kind: 'works-elsewhere' },
    })
    const zoeId = (await members()).find((each) => each.email === email)?.userId ?? ''
    await remove(shop.as('owner'), zoeId, NOW)
    expect(await invite(other.as('owner'), again, NOW)).toMatchObject({ ok: true })
    const there = await withMerchant(other.merchantId, listMembers)
    expect(there.find((each) => each.email === email)?.name).toBe('Zoë Park')
  })

  test('a store person sees at least one store, and only the merchant’s own', async () => {
    const other = await exampleMerchant('rival', { kind: 'best-store' })
    const theirs = other.stores['Bend'] ?? ''
    const asStore = { ...zoe, role: 'store' as const }
    expect(await invite(shop.as('owner'), { ...asStore, storeIds: [theirs] }, NOW)).toMatchObject({
      refusal: { kind: 'no-store' },
    })
    await invite(shop.as('owner'), { ...asStore, storeIds: [theirs, shop.stores['Bend'] ?? ''] }, NOW)
    expect(
      (await members()).find((each) => each.role === 'store' && each.name === 'Zoë Park')?.storeIds,
    ).toEqual([shop.stores['Bend']])
  })
})

describe('roles', () => {
  test.each(['manager', 'viewer', 'store'] as const)('%s changes nothing', async (role) => {
    const who = shop.as(role)
    const self = { userId: who.userId, role: 'owner' as const, storeIds: [] }
    const tried = [
      await invite(who, zoe, NOW),
      await changeRole(who, self, NOW),
      await remove(who, shop.as('owner').userId, NOW),
    ]
    expect(tried.map((answer) => (answer.ok ? 'done' : answer.refusal.kind))).toEqual(
      Array(3).fill('not-permitted'),
    )
    expect((await readTeam(who)).whyNot).toBe('Only an owner can do this.')
  })

  test('the last owner stays; of two who each remove the other, one is left', async () => {
    const [ana, marco] = [shop.as('owner'), shop.as('manager')]
    const demoted = { userId: ana.userId, role: 'viewer' as const, storeIds: [] }
    expect(await changeRole(ana, demoted, NOW)).toMatchObject({ refusal: { kind: 'last-owner' } })
    expect(await remove(ana, ana.userId, NOW)).toMatchObject({ refusal: { because: LAST_OWNER } })
    expect((await readTeam(ana)).people.find((person) => person.self)?.stays).toBe(LAST_OWNER)
    await changeRole(ana, { userId: marco.userId, role: 'owner', storeIds: [] }, NOW)
    const both = await Promise.all([
      remove(ana, marco.userId, NOW),
      remove({ ...marco, role: 'owner' }, ana.userId, NOW),
    ])
    expect(both.filter((answer) => answer.ok)).toHaveLength(1)
    expect((await members()).filter((member) => member.role === 'owner')).toHaveLength(1)
  })

  test('who was removed meanwhile removes nobody', async () => {
    const [ana, marco] = [shop.as('owner'), shop.as('manager')]
    await changeRole(ana, { userId: marco.userId, role: 'owner', storeIds: [] }, NOW)
    await remove(ana, marco.userId, NOW)
    expect(await remove({ ...marco, role: 'owner' }, shop.as('viewer').userId, NOW)).toMatchObject({
      refusal: { kind: 'not-permitted' },
    })
    expect(await members()).toHaveLength(3)
  })

  test('somebody removed is nobody at once; what was assigned to them is nobody’s', async () => {
    const marco = shop.as('manager')
    const orderId = await placeOrder(shop, '#1', [{ sku: 'MUG', quantity: 2 }], [item('MUG', [1, 1, 0])])
    await assignOrder(shop.as('owner'), { orderId, userId: marco.userId }, later(1))
    expect(await remove(shop.as('owner'), marco.userId, NOW)).toMatchObject({ ok: true })
    expect(await findMember(marco.userId)).toBeNull()
    const [row] = await withMerchant(shop.merchantId, ({ tx }) =>
      tx.select().from(orders).where(eq(orders.id, orderId)),
    )
    expect(row).toMatchObject({ assigneeId: null, merchantId: shop.merchantId, version: 2 })
    expect(await remove(shop.as('owner'), marco.userId, NOW)).toMatchObject({
      refusal: { kind: 'not-found' },
    })
  })
})
