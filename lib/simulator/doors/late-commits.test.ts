import { afterEach, beforeEach, expect, test } from 'vitest'
import { ExampleAccount, saleBody } from '../example-world'

let account: ExampleAccount
beforeEach(async () => {
  account = await ExampleAccount.start()
})
afterEach(() => account.end())

const references = async () => (await account.list('Sale')).map((sale) => sale['referenceNumber'])
const putOff = (referenceIncludes: string, ms: number) =>
  account.door('POST', 'faults', { kind: 'late-commit', match: { method: 'POST', referenceIncludes }, ms })
const sendUnanswered = (referenceNumber: string) =>
  expect(
    account.call('POST', 'Sale.json', saleBody([{ itemID: 1, unitQuantity: 1 }], { referenceNumber })),
  ).rejects.toThrow('fetch failed')

test('a commit that was put off is done when somebody asks for it, once, and no other', async () => {
  await putOff('A-', 3_600_000)
  await putOff('B-', 3_600_000)
  await sendUnanswered('A-1')
  await sendUnanswered('B-1')
  expect(await references()).toEqual([])
  expect((await account.door('POST', 'late', { includes: '"A-' })).body).toEqual({ committed: 1 })
  expect(await references()).toEqual(['A-1'])
  expect((await account.door('POST', 'late', { includes: '"A-' })).body).toEqual({ committed: 0 })
  expect(await references()).toEqual(['A-1'])
})

test('or when its time has come', async () => {
  await putOff('A-', 50)
  await sendUnanswered('A-1')
  await expect.poll(references, { timeout: 30_000 }).toEqual(['A-1'])
  expect((await account.door('POST', 'late', { includes: 'A-' })).body).toEqual({ committed: 0 })
})

test('asked without a text it says what is missing', async () => {
  const answer = await account.door('POST', 'late', {})
  expect(answer.status).toBe(400)
  expect(answer.text).toContain('includes is text')
})
