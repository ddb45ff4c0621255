import { beforeAll, describe, expect, it } from 'vitest'
import { database } from '@/lib/db/client'
import { acrossMerchants } from '@/lib/db/with-merchant'
import { countRequest } from './sign-in'
import { memberships, merchants, users } from './tables'
import { useTestDatabase } from '@/lib/db/test-database'
import { findMember, findMemberByEmail } from './viewer'

useTestDatabase()

const at = (text: string) => new Date(`2026-11-24T${text}Z`)

describe('how many sign-in mails an address gets', () => {
  beforeAll(() => {
    process.env['AUTH_SECRET'] ??= 'only-for-this-test'
  })

  it('stops after five in an hour, for this address alone, and starts again with the next hour', async () => {
    const asked = []
    for (let i = 0; i < 6; i++) asked.push(await countRequest('ana@shop.example', at('10:15:00')))
    expect(asked).toEqual([true, true, true, true, true, false])
    expect(await countRequest('ben@shop.example', at('10:20:00'))).toBe(true)
    expect(await countRequest('ana@shop.example', at('10:59:59'))).toBe(false)
    expect(await countRequest('ana@shop.example', at('11:00:00'))).toBe(true)
  })

  it('counts requests that come at once', async () => {
    const asked = await Promise.all(
      Array.from({ length: 8 }, () => countRequest('crowd@shop.example', at('12:00:00'))),
    )
    expect(asked.filter(Boolean)).toHaveLength(5)
  })
})

describe('who a person is', () => {
  it('is a member of their oldest merchant, and nobody without a membership', async () => {
    await database()
      .insert(users)
      .values([
        { id: 'ana', email: 'ana@shop.example', name: 'Ana' },
        { id: 'guest', email: 'guest@shop.example' },
      ])
    const shop = { timeZone: 'America/New_York', currency: 'USD', createdAt: at('08:00:00') }
    const settings = { undoSeconds: 10, mailRecipients: [] }
    const made = await database()
      .insert(merchants)
      .values([
        { ...shop, name: 'Newer', settings },
        { ...shop, name: 'Older', settings },
      ])
      .returning()
    await acrossMerchants(async (tx) => {
      for (const { id, name } of made)
        await tx.insert(memberships).values({
          merchantId: id,
          userId: 'ana',
          role: name === 'Older' ? 'viewer' : 'owner',
          createdAt: at(name === 'Older' ? '08:00:00' : '09:00:00'),
        })
    })
    expect(await findMemberByEmail('ana@shop.example')).toMatchObject({
      userId: 'ana',
      merchantName: 'Older',
      role: 'viewer',
    })
    expect(await findMember('ana')).toEqual(await findMemberByEmail('ana@shop.example'))
    expect(await findMember('guest')).toBeNull()
    expect(await findMemberByEmail('nobody@shop.example')).toBeNull()
  })
})
