import { accessible, everyLook, shot } from './looks'
import { expect, openOrder, test } from './people'
import { line, stack } from './stack'

interface LedgerTransfer {
  transferID: string
  note: string
  status: string
  archived: boolean
  from: string
  to: string
  items: { sku: string; sent: number; received: number }[]
}

/** Transfers of an order by the simulator's ledger alone. */
const transfersOf = async (number: string) =>
  ((await stack.simulator('/transfers')) as LedgerTransfer[]).filter((one) =>
    one.note.startsWith(`For order ${number},`),
  )

const sold = async (number: string) =>
  expect
    .poll(async () => (await stack.salesOf(number)).filter((sale) => sale.completed).length)
    .toBeGreaterThan(0)

/** Somebody at the receiving store counts all that came. */
async function receive(number: string): Promise<void> {
  for (const { transferID, status } of await transfersOf(number))
    if (status === 'sent') await stack.simulator('/receive', 'POST', { transferID })
}

/** Sent transfers are looked at every twelve seconds here. */
const FOLLOWED = { timeout: 90_000 }

test('oversold below zero: the transfer that puts it right is made, sent and received', async ({ desk }) => {
  await stack.setStock('LAMP-BLU', { Tacoma: 2, Olympia: 1 })
  await stack.send('best', stack.order('#9801', [line('LAMP-BLU', 3)]))
  await sold('#9801')
  expect(await stack.stockOf('LAMP-BLU')).toMatchObject({ Tacoma: -1, Olympia: 1 })
  await openOrder(desk, '#9801')
  const sales = desk.getByRole('region', { name: 'Sales' })
  const transfer = sales.getByRole('listitem', { name: 'Transfer T1' })
  await expect(transfer).toContainText('Send 1 × Test LAMP-BLU from Olympia to Tacoma')
  await expect(transfer).toContainText('Proposed')
  expect(await transfersOf('#9801')).toEqual([])
  await accessible(desk)
  await shot(desk, 'transfer-proposed')

  await transfer.getByRole('button', { name: /^Make this transfer/ }).click()
  await expect(transfer).toContainText('Sent')
  expect(await transfersOf('#9801')).toMatchObject([
    { status: 'sent', from: 'Olympia', to: 'Tacoma', items: [{ sku: 'LAMP-BLU', sent: 1 }] },
  ])
  expect(await stack.stockOf('LAMP-BLU')).toMatchObject({ Tacoma: -1, Olympia: 0 })
  await expect(transfer).toContainText('Tacoma receives it in Lightspeed')
  await shot(desk, 'transfer-sent')

  await receive('#9801')
  await expect(transfer).toContainText('Received', FOLLOWED)
  expect(await stack.stockOf('LAMP-BLU')).toMatchObject({ Tacoma: 0, Olympia: 0 })
  const history = desk.getByRole('region', { name: 'History' })
  await expect(history).toContainText('Asked for transfer T1, Olympia to Tacoma')
  await expect(history).toContainText('Transfer T1, Olympia to Tacoma: received')
})

test('oversold where Lightspeed adds what is missing: the same, and what to take off by hand is told', async ({
  desk,
}) => {
  await stack.simulator('/settings', 'PUT', { oversell: 'auto-add' })
  try {
    await stack.setStock('MAT-BLU', { Medford: 1, Salem: 2 })
    await stack.send('best', stack.order('#9802', [line('MAT-BLU', 3)]))
    await sold('#9802')
  } finally {
    await stack.simulator('/settings', 'PUT', { oversell: 'negative' })
  }
  expect(await stack.stockOf('MAT-BLU')).toMatchObject({ Medford: 1, Salem: 0 })
  await openOrder(desk, '#9802')
  const transfer = desk.getByRole('listitem', { name: 'Transfer T1' })
  await expect(transfer).toContainText('Send 1 × Test MAT-BLU from Medford to Salem')
  await transfer.getByRole('button', { name: /^Make this transfer/ }).click()
  await expect(transfer).toContainText('Sent')
  await expect(transfer).toContainText('Once this is received, take it off there by hand')
  await receive('#9802')
  await expect(transfer).toContainText('Received', FOLLOWED)
  await expect(transfer).toContainText('Now take it off there by hand')
  await shot(desk, 'transfer-auto-add')
  // Three were there and three are sold; the one on the shelf is what Lightspeed made up.
  expect(await stack.stockOf('MAT-BLU')).toMatchObject({ Medford: 0, Salem: 1 })
  await stack.simulator('/stock', 'PUT', { sku: 'MAT-BLU', shopID: await shopId('MAT-BLU', 'Salem'), qoh: 0 })
  expect(Object.values(await stack.stockOf('MAT-BLU')).every((units) => units === 0)).toBe(true)
})

/** Shops are numbered in the order the simulator lists them. */
const shopId = async (sku: string, shop: string) =>
  String(Object.keys(await stack.stockOf(sku)).indexOf(shop) + 1)

test('two senders: all are made with one press; stock that leaves only on receipt comes out right too', async ({
  desk,
}) => {
  await stack.simulator('/settings', 'PUT', { transferStock: 'receive' })
  try {
    await stack.setStock('TOWEL-GRN', { Bend: 3, Eugene: 1, Spokane: 1 })
    await stack.send('best', stack.order('#9803', [line('TOWEL-GRN', 5)]))
    await sold('#9803')
    await openOrder(desk, '#9803')
    const group = desk.getByRole('region', { name: 'Transfers to Bend' })
    await group.getByRole('button', { name: 'Make all transfers to Bend' }).click()
    await expect
      .poll(async () => (await transfersOf('#9803')).map((one) => one.status))
      .toEqual(['sent', 'sent'])
    expect(await stack.stockOf('TOWEL-GRN')).toMatchObject({ Bend: -2, Eugene: 1, Spokane: 1 })
    await expect(group.getByRole('listitem', { name: 'Transfer T2' })).toContainText('Sent')
    await receive('#9803')
    for (const name of ['Transfer T1', 'Transfer T2'])
      await expect(group.getByRole('listitem', { name })).toContainText('Received', FOLLOWED)
    expect(await stack.stockOf('TOWEL-GRN')).toMatchObject({ Bend: 0, Eugene: 0, Spokane: 0 })
  } finally {
    await stack.simulator('/settings', 'PUT', { transferStock: 'send' })
  }
})

test('Lightspeed’s answers get lost on the way: one transfer, sent once', async ({ desk }) => {
  await stack.setStock('ROPE-BLU', { Seattle: 1, Tacoma: 1 })
  await stack.send('best', stack.order('#9804', [line('ROPE-BLU', 2)]))
  await sold('#9804')
  await openOrder(desk, '#9804')
  const transfer = desk.getByRole('listitem', { name: 'Transfer T1' })
  await expect(transfer).toContainText('Proposed')
  for (const pathIncludes of ['Inventory/Transfer.json', 'AddItems', 'Send'])
    await stack.simulator('/faults', 'POST', {
      kind: 'answer-lost-after-commit',
      match: { method: 'POST', pathIncludes },
    })
  await transfer.getByRole('button', { name: /^Make this transfer/ }).click()
  await expect(transfer).toContainText('Sent', FOLLOWED)
  const made = await transfersOf('#9804')
  expect(made.filter((one) => !one.archived)).toHaveLength(1)
  expect(Object.values(await stack.stockOf('ROPE-BLU')).toSorted((a, b) => a - b)[0]).toBe(-1)
  expect(Object.values(await stack.stockOf('ROPE-BLU')).reduce((sum, units) => sum + units, 0)).toBe(-1)
})

test('the page of transfers: tabs, filters, the printable list, at every size', async ({ desk, viewer }) => {
  await stack.setStock('KNIFE-GRN', { Portland: 1, Corvallis: 1 })
  await stack.send('best', stack.order('#9805', [line('KNIFE-GRN', 2)]))
  await sold('#9805')
  await desk.goto(`${stack.url}/transfers`)
  const table = desk.getByRole('table', { name: 'Transfers' })
  const row = table.getByRole('row', { name: /#9805/ })
  await expect(row).toContainText('1 × Test KNIFE-GRN')
  await everyLook(desk, 'transfers-proposed')
  await row.getByRole('button', { name: /^Make this transfer/ }).click()
  await expect(desk.getByRole('row', { name: /#9805/ })).toHaveCount(0)
  await desk.getByRole('link', { name: /^Under way/ }).click()
  await expect(row).toContainText('Sent')
  await expect(row).toContainText('Marco')
  await everyLook(desk, 'transfers-under-way')

  await desk.getByRole('combobox', { name: 'From' }).selectOption('Bellingham')
  await expect(desk.getByText('No transfer between these stores')).toBeVisible()
  await shot(desk, 'transfers-empty')
  await desk.getByRole('button', { name: 'Show all stores' }).click()
  await row.getByRole('link', { name: /^Printable list/ }).click()
  const list = desk.getByRole('table', { name: /^Pack in/ })
  await expect(list.getByRole('row', { name: /#9805/ })).toContainText('KNIFE-GRN')
  await expect(list).toContainText('Order Queue OQ-')
  await everyLook(desk, 'transfer-list')
  await desk.emulateMedia({ media: 'print' })
  await expect(desk.getByRole('button', { name: 'Print' })).toBeHidden()
  await shot(desk, 'transfer-list-print')
  await desk.emulateMedia({ media: null })

  const page = await viewer.newPage()
  await stack.setStock('KNIFE-RED', { Portland: 1, Corvallis: 1 })
  await stack.send('best', stack.order('#9806', [line('KNIFE-RED', 2)]))
  await sold('#9806')
  await page.goto(`${stack.url}/transfers`)
  const button = page.getByRole('row', { name: /#9806/ }).getByRole('button', { name: /^Make this transfer/ })
  await expect(button).toBeDisabled()
  await expect(button).toHaveAttribute('title', /look, but not change/)
  await page.close()
})
