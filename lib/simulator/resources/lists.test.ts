import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ExampleAccount, rowsOf } from '../example-world'

let account: ExampleAccount
beforeAll(async () => {
  account = await ExampleAccount.start()
  for (const number of ['1001-1', '1001-2', '1002-1', '10', '100'])
    await account.draft([{ itemID: 1, unitQuantity: 1 }], {
      referenceNumber: number,
      referenceNumberSource: number.startsWith('1001') ? 'OQ-a' : 'OQ-b',
    })
})
afterAll(() => account.end())

const numbers = (sales: Record<string, unknown>[]) => sales.map((sale) => sale['referenceNumber'])
const attributes = (body: Record<string, unknown>) =>
  body['@attributes'] as { next: string; previous: string }
const pathOf = (url: string) => url.slice(new URL(url).origin.length)

describe('pages', () => {
  test('next leads through all rows once, previous back; cursors are base64 of the sort key', async () => {
    const first = await account.call('GET', 'Sale.json?limit=2')
    expect(attributes(first.body).previous).toBe('')
    const seen: unknown[] = rowsOf(first.body['Sale']).map((row) => row['saleID'])
    let { next } = attributes(first.body)
    expect(atob(new URL(next).searchParams.get('after') ?? '')).toBe('[2]')
    let last = first
    while (next !== '') {
      last = await account.call('GET', pathOf(next))
      seen.push(...rowsOf(last.body['Sale']).map((row) => row['saleID']))
      ;({ next } = attributes(last.body))
    }
    expect(seen).toEqual(['1', '2', '3', '4', '5'])
    const back = await account.call('GET', pathOf(attributes(last.body).previous))
    expect(rowsOf(back.body['Sale']).map((row) => row['saleID'])).toEqual(['3', '4'])
  })

  test('a sort by anything but the id carries the id in its cursor; a bad one names the good ones', async () => {
    const page = await account.call('GET', 'Sale.json?limit=1&sort=-timeStamp')
    const key = JSON.parse(
      atob(new URL(attributes(page.body).next).searchParams.get('after') ?? ''),
    ) as unknown[]
    expect(key).toEqual([(page.body['Sale'] as { timeStamp: string }).timeStamp, 5])
    const bad = await account.call('GET', 'Sale.json?sort=referenceNumber')
    expect(bad.status).toBe(400)
    expect(bad.body['message']).toContain('saleID, timeStamp')
  })

  test('never more than 100 at once; a count comes alone', async () => {
    expect((await account.list('Sale', { limit: '5000' })).length).toBe(5)
    const count = await account.call('GET', 'Sale.json?count=1')
    expect(count.body).toEqual({ '@attributes': { count: '5' } })
    expect((await account.call('GET', 'Sale.json?count=1&limit=2')).status).toBe(400)
  })
})

describe('shapes', () => {
  test('one row is an object, several are an array, none an absent key', async () => {
    const [one, many, none] = await Promise.all([
      account.call('GET', 'Item.json?itemID=1'),
      account.call('GET', 'Item.json'),
      account.call('GET', 'Item.json?itemID=999'),
    ])
    expect(one.body['Item']).toMatchObject({ itemID: '1', customSku: 'MUG' })
    expect(Array.isArray(many.body['Item'])).toBe(true)
    expect(none.body).toEqual({ '@attributes': { next: '', previous: '' } })
  })

  test('every scalar is text, null dates and empty relations are absent, empty containers are ""', async () => {
    const { body } = await account.call(
      'GET',
      'Sale/1.json?load_relations=["SaleLines","SalePayments","Customer"]',
    )
    const scalars = (value: unknown): unknown[] =>
      typeof value === 'object' && value !== null ? Object.values(value).flatMap(scalars) : [value]
    expect(scalars(body).filter((value) => typeof value !== 'string')).toEqual([])
    expect(body['@attributes']).toEqual({ count: '1' })
    expect(Object.keys(body['Sale'] as object)).not.toContain('completeTime')
    expect(Object.keys(body['Sale'] as object)).not.toContain('SalePayments')
    expect(Object.keys(body['Sale'] as object)).not.toContain('Customer')
    expect(body['Sale']).toMatchObject({ completed: 'false', SaleLines: { SaleLine: { itemID: '1' } } })
    const shop = await account.call('GET', 'Shop/1.json?load_relations=["Contact"]')
    expect(shop.body['Shop']).toMatchObject({
      Contact: { Phones: '', Addresses: { ContactAddress: { zip: '97205' } } },
    })
  })

  test('an error is JSON that calls itself HTML; an unknown id is 404', async () => {
    const { status, headers, body } = await account.call('GET', 'Employee/9.json')
    expect(status).toBe(404)
    expect(headers.get('content-type')).toBe('text/html; charset=UTF-8')
    expect(body).toEqual({
      httpCode: '404',
      httpMessage: 'Not Found',
      message: "Object of type 'Employee' not found with primary ID '9'.",
      errorClass: 'Exception',
    })
  })

  test('the account and the session stand above; one has a wrapper, the other none', async () => {
    expect((await account.call('GET', '/API/V3/Account.json')).body['Account']).toMatchObject({
      accountID: '77',
    })
    expect((await account.call('GET', '/API/V3/Account/77.json')).body).toEqual({
      accountID: '77',
      name: 'Example',
    })
    expect((await account.call('GET', '/API/Session.json')).body).toMatchObject({
      systemCustomerID: '77',
      shopCount: '2',
    })
    expect((await account.call('GET', '/API/V3/Account/78/Sale.json')).status).toBe(404)
  })
})

describe('filters', () => {
  test.each([
    [{ referenceNumber: '10' }, ['10']],
    [{ referenceNumber: 'IN,[1001-1,1001-2]' }, ['1001-1', '1001-2']],
    [{ referenceNumber: '~,1001%' }, ['1001-1', '1001-2']],
    [{ referenceNumber: '~,10' }, ['10']],
    [{ referenceNumber: '!=,10' }, ['1001-1', '1001-2', '1002-1', '100']],
    [{ saleID: '>=,4' }, ['10', '100']],
    [{ saleID: '><,2,3' }, ['1001-2', '1002-1']],
    [{ or: 'saleID=1|referenceNumber=100' }, ['1001-1', '100']],
    [{ referenceNumberSource: 'OQ-a', saleID: '<,2' }, ['1001-1']],
    [{ timeStamp: '>=,2999-01-01T00:00:00-08:00' }, []],
  ])('%o', async (query, expected) => {
    expect(numbers(await account.list('Sale', query))).toEqual(expected)
  })

  test('a filter the resource does not know is silently ignored', async () => {
    expect(await account.list('Sale', { receiptPreference: 'email', whatever: '1' })).toHaveLength(5)
    expect(await account.list('PaymentType', { requireCustomer: 'true' })).toHaveLength(2)
  })

  test('assumed: ~ may mean "starts with", the reference source may be ignored', async () => {
    await account.door('PUT', 'settings', { like: 'starts-with', referenceSourceFilter: 'ignored' })
    expect(numbers(await account.list('Sale', { referenceNumber: '~,10' }))).toHaveLength(5)
    expect(await account.list('Sale', { referenceNumberSource: 'OQ-a' })).toHaveLength(5)
    await account.door('PUT', 'settings', { like: 'wildcard', referenceSourceFilter: 'works' })
  })

  test('more than 100 values in one IN are refused', async () => {
    const values = Array.from({ length: 101 }, (_, index) => index).join(',')
    expect((await account.call('GET', `Sale.json?saleID=IN,[${values}]`)).status).toBe(400)
  })

  test('archived rows are hidden unless asked for', async () => {
    const skus = async (archived: string) =>
      (await account.list('Item', { archived })).map((row) => row['customSku'])
    expect(await skus('false')).toEqual(['MUG', 'CAP', 'SHIP', 'BELT'])
    expect(await skus('true')).toHaveLength(5)
    expect(await skus('only')).toEqual(['OLD'])
    expect(await account.list('Item', { customSku: 'OLD' })).toEqual([])
  })

  test('an item by any of its codes; itemCode is id, upc or ean', async () => {
    for (const [field, code] of [
      ['systemSku', '210000000009'],
      ['upc', '0614'],
      ['itemCode', '0614'],
      ['itemCode', '2'],
    ] as const)
      expect((await account.list('Item', { [field]: code })).map((row) => row['customSku'])).toEqual(['CAP'])
  })

  test('a loaded relation can be filtered by, one that is not loaded is ignored', async () => {
    const load = JSON.stringify(['Contact'])
    const asked = { load_relations: load, 'Contact.email': 'ada@example.com' }
    expect(await account.list('Customer', asked)).toMatchObject([{ customerID: '11' }])
    expect(await account.list('Customer', { 'Contact.email': 'nobody', archived: 'true' })).toHaveLength(2)
    const stocked = { load_relations: '["ItemShops"]', 'ItemShops.qoh': '>,3', 'ItemShops.shopID': '2' }
    expect(await account.list('Item', stocked)).toMatchObject([{ customSku: 'BELT' }])
  })
})

describe('stock rows', () => {
  test('exist as needed, with a summary row of shop 0', async () => {
    const rows = await account.list('ItemShop', { itemID: '2' })
    expect(rows.map((row) => [row['shopID'], row['qoh']])).toEqual([
      ['0', '1'],
      ['1', '1'],
    ])
    await account.door('PUT', 'stock', { sku: 'CAP', shopID: '2', qoh: -3 })
    const [summary, , salem] = await account.list('ItemShop', { itemID: '2' })
    expect(summary).toMatchObject({ shopID: '0', qoh: '-2' })
    expect(salem).toMatchObject({ shopID: '2', qoh: '-3', sellable: '0' })
  })

  test('can be polled by time stamp', async () => {
    const later = { sort: 'timeStamp', timeStamp: '>=,2999-01-01T00:00:00+00:00' }
    expect(await account.list('ItemShop', later)).toEqual([])
    expect(
      (await account.list('ItemShop', { timeStamp: '>=,2020-01-01T00:00:00+00:00' })).length,
    ).toBeGreaterThan(4)
  })
})
