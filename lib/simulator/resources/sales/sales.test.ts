import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TEXTS } from '../../assumed'
import { ExampleAccount, rowsOf, saleBody } from '../../example-world'

let account: ExampleAccount
beforeAll(async () => {
  account = await ExampleAccount.start()
})
afterAll(() => account.end())

const mug = (unitQuantity: number, more = {}) => ({ itemID: 1, unitQuantity, ...more })
const post = (lines: Record<string, unknown>[], more = {}) =>
  account.call('POST', 'Sale.json', saleBody(lines, more))
const saleOf = ({ body }: { body: Record<string, unknown> }) => body['Sale'] as Record<string, unknown>
const linesOf = (sale: Record<string, unknown>) =>
  rowsOf((sale['SaleLines'] as Record<string, unknown>)['SaleLine'])

describe('an open sale', () => {
  test('the least that worked, as recorded', async () => {
    const { body } = await account.call('POST', 'Sale.json', {
      taxCategoryID: 0,
      employeeID: 1,
      shopID: 1,
      registerID: 1,
    })
    const recorded = {
      completed: 'false',
      archived: 'false',
      voided: 'false',
      isTaxInclusive: 'false',
      change: '0',
      referenceNumber: '',
      referenceNumberSource: '',
      tax1Rate: '0',
      receiptPreference: 'printed',
      ticketNumber: '220000000001',
      calcTotal: '0',
      balance: '0',
      customerID: '0',
      shipToID: '0',
      taxCategoryID: '0',
      taxTotal: '0',
      Shop: { name: 'Portland' },
    }
    expect(body).toMatchObject({ '@attributes': { count: '1' }, Sale: recorded })
  })

  test('the recorded sale of two at 1.23 without tax: the line says tax false', async () => {
    const body = {
      taxCategoryID: 0,
      employeeID: 1,
      shopID: 1,
      registerID: 1,
      SaleLines: [
        {
          SaleLine: {
            itemID: 1,
            unitQuantity: 2,
            unitPrice: '1.23',
            tax: true,
          },
        },
      ],
    }
    const sale = saleOf(await account.call('POST', 'Sale.json', body))
    expect(sale).toMatchObject({
      calcTotal: '2.46',
      calcNonTaxable: '2.46',
      calcTaxable: '0',
      balance: '2.46',
    })
    expect(sale['SaleLines']).toMatchObject({
      SaleLine: { tax: 'false', unitPrice: '1.23', calcTotal: '2.46' },
    })
  })

  test('the tax left out is the shop’s, the price left out the item’s; 0 is no shop and no register', async () => {
    expect(await account.draft([mug(1)])).toMatchObject({
      taxCategoryID: '1',
      calcSubtotal: '14.5',
      calcTotal: '15.81',
    })
    expect((await post([], { shopID: 0 })).status).toBe(400)
    expect((await post([], { registerID: 2 })).body['message']).toBe(TEXTS.unknownPlace)
    expect((await post([{ itemID: 99 }])).body['message']).toContain('Invalid Foreign Keys')
    expect((await post([mug(1, { unitPrice: 'x' })])).status).toBe(400)
  })

  test('a line by code, a misc line with a note and a negative price', async () => {
    const sale = await account.draft([
      { itemCode: '0614', unitQuantity: 1 },
      {
        itemID: 0,
        unitQuantity: 1,
        unitPrice: '-1.25',
        tax: false,
        Note: { note: 'Rounding', isPublic: true },
      },
    ])
    expect(linesOf(sale)).toMatchObject([
      { itemID: '2', unitPrice: '9' },
      { itemID: '0', unitPrice: '-1.25', Note: { note: 'Rounding', isPublic: 'true' } },
    ])
    expect(sale['calcTotal']).toBe('8.56')
  })

  test('a PUT with lines appends them, one with an id changes that line', async () => {
    const made = await account.draft([mug(1)])
    const path = `Sale/${String(made['saleID'])}.json`
    const more = { SaleLines: { SaleLine: [mug(2)] } }
    await account.call('PUT', path, more)
    const twice = linesOf(saleOf(await account.call('PUT', path, more)))
    expect(twice.map((line) => line['unitQuantity'])).toEqual(['1', '2', '2'])
    const changed = { SaleLines: { SaleLine: { saleLineID: twice[1]?.['saleLineID'], unitQuantity: 7 } } }
    expect(linesOf(saleOf(await account.call('PUT', path, changed)))[1]).toMatchObject({
      unitQuantity: '7',
      itemID: '1',
    })
  })

  test('a customer by id, archived too, or made with the sale; a ship-to needs one', async () => {
    expect((await post([], { customerID: 12 })).status).toBe(200)
    expect((await post([], { customerID: 99 })).body['message']).toContain(
      'Invalid Foreign Keys for Customer',
    )
    expect((await post([], { ShipTo: { firstName: 'A' } })).body['message']).toBe(TEXTS.shipToNeedsCustomer)
    const contact = { Addresses: { ContactAddress: { address1: '5 Elm', zip: '1' } } }
    const sale = saleOf(
      await post([], {
        Customer: { firstName: 'New' },
        ShipTo: { firstName: 'New', shipNote: 'Ring', Contact: contact },
      }),
    )
    expect(sale).toMatchObject({
      customerID: '13',
      Customer: { firstName: 'New' },
      ShipTo: {
        shipNote: 'Ring',
        Contact: { Addresses: { ContactAddress: { address1: '5 Elm' } } },
      },
    })
  })

  test('is archived by DELETE, and found only with archived=true', async () => {
    const made = await account.draft([mug(1)], { referenceNumber: 'gone-1' })
    const gone = await account.call('DELETE', `Sale/${String(made['saleID'])}.json`)
    expect(saleOf(gone)).toMatchObject({ archived: 'true' })
    expect(await account.list('Sale', { referenceNumber: 'gone-1' })).toEqual([])
    expect(await account.list('Sale', { referenceNumber: 'gone-1', archived: 'true' })).toHaveLength(1)
    expect((await account.complete(made['saleID'], '15.81')).body['message']).toBe(TEXTS.changeArchived)
  })

  test('takes lines one by one below Sale/SaleLine, and loses them for good', async () => {
    const made = await account.draft([])
    const path = `Sale/${String(made['saleID'])}/SaleLine`
    const line = (await account.call('POST', `${path}.json`, { itemID: 1 })).body['SaleLine'] as Record<
      string,
      unknown
    >
    expect(line).toMatchObject({ unitQuantity: '0', itemID: '1' })
    expect(await account.list('SaleLine', { saleID: String(made['saleID']) })).toHaveLength(1)
    await account.call('DELETE', `${path}/${String(line['saleLineID'])}.json`)
    expect(await account.list('SaleLine', { saleID: String(made['saleID']) })).toEqual([])
  })

  test('what is no JSON object is refused, a method it does not have is 405', async () => {
    expect((await account.call('POST', 'Sale.json', [1])).status).toBe(400)
    expect((await account.call('POST', 'SalePayment.json', {})).status).toBe(405)
  })
})

describe('completing', () => {
  test('takes the stock once and only then; a second one changes nothing', async () => {
    const before = await account.stockOf('MUG')
    const made = await account.draft([mug(2), { itemID: 4, unitQuantity: 1, unitPrice: 5 }])
    expect(await account.stockOf('MUG')).toEqual(before)
    const done = await account.complete(made['saleID'], '37.06')
    expect(saleOf(done)).toMatchObject({ completed: 'true', balance: '0', calcPayments: '37.06' })
    expect(saleOf(done)['completeTime']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/)
    const again = await account.complete(made['saleID'], '37.06')
    expect(saleOf(again)).toMatchObject({ calcPayments: '37.06' })
    expect(await account.stockOf('MUG')).toEqual({ ...before, Portland: Number(before['Portland']) - 2 })
    const log = await account.list('InventoryLog', { saleID: String(made['saleID']) })
    expect(log).toMatchObject([{ itemID: '1', qohChange: '-2', reason: 'RemoveForTransaction' }])
  })

  test('unbalanced is refused, by a cent too, and leaves nothing behind', async () => {
    const before = await account.stockOf('MUG')
    const made = await account.draft([mug(1)])
    for (const amount of ['15.8', '15.82']) {
      const refused = await account.complete(made['saleID'], amount)
      expect([refused.status, refused.body['message']]).toEqual([400, TEXTS.unbalanced])
    }
    const { body } = await account.call('GET', `Sale/${String(made['saleID'])}.json`)
    expect(body['Sale']).toMatchObject({ completed: 'false', calcPayments: '0' })
    expect(await account.stockOf('MUG')).toEqual(before)
  })

  test('in one POST works when the total is right to the cent; balanced alone completes nothing', async () => {
    const paid = { SalePayments: { SalePayment: { paymentTypeID: 3, amount: 15.81 } } }
    expect(saleOf(await post([mug(1)], paid))).toMatchObject({ completed: 'false', balance: '0' })
    expect(saleOf(await post([mug(1)], { ...paid, completed: true }))).toMatchObject({ completed: 'true' })
    const future = { ...paid, completed: true, completeTime: '2999-01-01T00:00:00+00:00' }
    expect((await post([mug(1)], future)).status).toBe(400)
  })

  test('cash over the total is kept as the total and given back', async () => {
    const made = await account.draft([mug(1)])
    const done = saleOf(await account.complete(made['saleID'], '20', { paymentTypeID: 1 }))
    expect(done).toMatchObject({ completed: 'true', change: '4.19', calcPayments: '15.81', balance: '0' })
  })

  test('completed, it can be neither archived nor given other lines', async () => {
    const made = await account.draft([mug(1)])
    await account.complete(made['saleID'], '15.81')
    const path = `Sale/${String(made['saleID'])}.json`
    expect((await account.call('DELETE', path)).body['message']).toBe(TEXTS.archiveCompleted)
    expect((await account.call('PUT', path, { SaleLines: { SaleLine: [mug(1)] } })).status).toBe(400)
    expect(saleOf(await account.call('PUT', path, { referenceNumber: 'late' }))).toMatchObject({
      referenceNumber: 'late',
    })
  })
})

describe('assumed switches', () => {
  const under = async (settings: object, work: () => Promise<void>) => {
    const before = (await account.door('GET', 'settings')).body
    await account.door('PUT', 'settings', settings)
    await work()
    await account.door('PUT', 'settings', before)
  }

  test('a second completion is refused, or pays again', async () => {
    const made = await account.draft([mug(1)])
    await account.complete(made['saleID'], '15.81')
    await under({ secondCompletion: 'refused' }, async () => {
      expect((await account.complete(made['saleID'], '15.81')).status).toBe(400)
    })
    await under({ secondCompletion: 'pays-again' }, async () => {
      expect(saleOf(await account.complete(made['saleID'], '15.81'))).toMatchObject({ balance: '-15.81' })
    })
  })

  test('registers, employees, archived items, part of a unit, long references, late lists', async () => {
    const closed = { shopID: 2, registerID: 2 }
    expect((await post([], closed)).status).toBe(200)
    await under({ closedRegister: 'refused' }, async () => {
      expect((await post([], closed)).body['message']).toBe(TEXTS.closedRegister)
    })
    expect((await post([], { employeeID: 2 })).body['message']).toBe(TEXTS.lockedEmployee)
    expect((await post([{ itemID: 3, unitQuantity: 1 }])).body['message']).toBe(TEXTS.archivedItem)
    await under({ archivedItem: 'accepted', otherShopsRegister: 'accepted' }, async () => {
      expect((await post([{ itemID: 3, unitQuantity: 1 }], { registerID: 2 })).status).toBe(200)
    })
    expect(saleOf(await post([mug(0.5)]))).toMatchObject({ calcSubtotal: '7.25' })
    await under({ fractionalQuantity: 'refused', referenceLength: 4, readLagMs: 60_000 }, async () => {
      expect((await post([mug(0.5)])).status).toBe(400)
      const made = saleOf(await post([], { referenceNumber: 'lag-123' }))
      expect(made).toMatchObject({ referenceNumber: 'lag-' })
      expect(await account.list('Sale', { referenceNumber: 'lag-' })).toEqual([])
      expect((await account.call('GET', `Sale/${String(made['saleID'])}.json`)).status).toBe(200)
    })
    expect(await account.list('Sale', { referenceNumber: 'lag-' })).toHaveLength(1)
  })
})
