import { confirmSignIn, expect, openOrder, test } from './people'
import { addAmounts, line, stack } from './stack'

test('1 an order that one store can fill is pushed by itself', async ({ desk }) => {
  await stack.setStock('MUG-BLK', { Salem: 4 })
  await stack.send('hold', stack.order('#9001', [line('MUG-BLK', 2)]))
  await expect
    .poll(async () => (await stack.salesOf('#9001')).map((sale) => [sale.shop, sale.completed]))
    .toEqual([['Salem', true]])
  expect(await stack.stockOf('MUG-BLK')).toMatchObject({ Salem: 2 })
  await openOrder(desk, '#9001')
  await expect(desk.getByRole('region', { name: 'Sales' })).toContainText('Salem')
  const [sale] = await stack.salesOf('#9001')
  await expect(desk.getByRole('region', { name: 'Sales' })).toContainText(sale?.ticketNumber ?? '?')
  expect(sale).toMatchObject({ referenceNumber: '9001-1' })
  expect(sale?.referenceNumberSource).toMatch(/^OQ-northwindweb[0-9a-f]{8}$/)
})

test('2 nobody can: held, mailed; mail, link, sign-in, pushed whole to a short store', async ({
  browser,
}) => {
  await stack.setStock('TORCH-BLU', { Bend: 1, Medford: 1 })
  await stack.send('hold', stack.order('#9002', [line('TORCH-BLU', 2)]))
  const mailOf = async () =>
    (await stack.mailsTo('ana@northwind.example')).find((mail) => mail.subject.includes('#9002'))
  await expect.poll(async () => (await mailOf()) !== undefined).toBe(true)
  const mail = await mailOf()
  expect(mail?.text).toContain('TORCH-BLU')
  expect(mail?.html).toContain('Bend')
  expect(await stack.salesOf('#9002')).toEqual([])

  const context = await browser.newContext()
  const page = await context.newPage()
  const link = /https?:\/\/\S+\/queue\/[0-9a-f-]+/.exec(mail?.text ?? '')?.[0] ?? ''
  await page.goto(link)
  await expect(page).toHaveURL(/\/sign-in/)
  await page.getByRole('textbox', { name: 'Email' }).fill('ana@northwind.example')
  const before = (await stack.mailsTo('ana@northwind.example')).length
  await page.getByRole('button', { name: 'Send me a link' }).click()
  await expect.poll(async () => (await stack.mailsTo('ana@northwind.example')).length).toBeGreaterThan(before)
  await confirmSignIn(page, 'ana@northwind.example')
  await expect(page.getByRole('heading', { name: 'Order #9002' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Why it is held' })).toContainText(
    'No single store has everything',
  )

  await page.getByRole('button', { name: 'Push here: Bend' }).click()
  const dialog = page.getByRole('dialog', { name: 'Order #9002: stock is short' })
  await expect(dialog).toContainText('TORCH-BLU')
  expect(await stack.salesOf('#9002')).toEqual([])
  await dialog.getByRole('button', { name: 'Push anyway' }).click()
  await expect
    .poll(async () => (await stack.salesOf('#9002')).map((sale) => [sale.shop, sale.completed]))
    .toEqual([['Bend', true]])
  expect(await stack.stockOf('TORCH-BLU')).toMatchObject({ Bend: -1, Medford: 1 })
  // The timeline tells the whole chain, without a reload.
  const timeline = page.getByRole('region', { name: 'History' })
  const [sale] = await stack.salesOf('#9002')
  for (const text of [
    'Pressed Push',
    'action pushWhole',
    'about to make the sale',
    'about to complete the sale',
    `Sale ${sale?.ticketNumber}`,
  ])
    await expect(timeline).toContainText(text)
  await expect(timeline.getByText(/POST Sale/).first()).toBeAttached()
  await context.close()
})

test('3 held, then pushed split over three stores: three sales that sum to the order', async ({ desk }) => {
  await stack.setStock('LAMP-RED', { Portland: 1 })
  await stack.setStock('STOVE-GRN', { Eugene: 2 })
  await stack.setStock('PAN-SND', { Spokane: 3 })
  const order = stack.order('#9003', [
    line('LAMP-RED', 1, 1999),
    line('STOVE-GRN', 1, 3333),
    line('PAN-SND', 2, 777),
  ])
  await stack.send('hold', order)
  await openOrder(desk, '#9003', 'needs-action')
  await expect(desk.getByRole('region', { name: 'Suggestions' })).toContainText('3 sales')
  await desk.getByRole('button', { name: 'Split by hand' }).click()
  await desk.getByRole('button', { name: 'Suggest', exact: true }).click()
  await expect(desk.getByRole('status', { name: 'Left to place' })).toContainText('0')
  await desk.getByRole('button', { name: /^Push this split to/ }).click()
  await desk.getByRole('dialog').getByRole('button', { name: 'Push', exact: true }).click()
  await expect
    .poll(async () => (await stack.salesOf('#9003')).filter((sale) => sale.completed).length)
    .toBe(3)
  const sales = await stack.salesOf('#9003')
  expect(sales.map((sale) => sale.shop).toSorted()).toEqual(['Eugene', 'Portland', 'Spokane'])
  const total = (JSON.parse(stack.bodyOf('hold', order)) as { total_price: string }).total_price
  expect(addAmounts(sales.map((sale) => sale.total))).toBe(addAmounts([total]))
  expect(await stack.stockOf('LAMP-RED')).toMatchObject({ Portland: 0 })
  expect(await stack.stockOf('STOVE-GRN')).toMatchObject({ Eugene: 1 })
  expect(await stack.stockOf('PAN-SND')).toMatchObject({ Spokane: 1 })
  expect(sales.map((sale) => sale.referenceNumber).toSorted()).toEqual(['9003-1', '9003-2', '9003-3'])
})

test('4 voided: nothing reaches Lightspeed', async ({ desk }) => {
  await stack.setStock('ROPE-BLK', {})
  await stack.send('hold', stack.order('#9004', [line('ROPE-BLK', 1)]))
  await openOrder(desk, '#9004', 'needs-action')
  await desk.getByRole('button', { name: 'Void…' }).click()
  const dialog = desk.getByRole('dialog', { name: 'Void order #9004?' })
  await expect(dialog).toContainText(/refund/i)
  await dialog.getByRole('combobox', { name: 'Reason' }).selectOption({ index: 1 })
  await dialog.getByRole('textbox', { name: 'Note (optional)' }).fill('Sold out for good')
  await dialog.getByRole('button', { name: 'Void the order' }).click()
  await expect(desk.getByRole('region', { name: 'History' })).toContainText('Sold out for good')
  expect(await stack.salesOf('#9004')).toEqual([])
})

test('5 single store and best store push although short, and say which transfer puts it right', async ({
  desk,
}) => {
  await stack.setStock('TARP-BLU', { Portland: 1, Seattle: 5 })
  await stack.send('single', stack.order('#9005', [line('TARP-BLU', 2)]))
  await expect.poll(async () => (await stack.salesOf('#9005')).map((sale) => sale.shop)).toEqual(['Portland'])
  await openOrder(desk, '#9005')
  await expect(desk.getByRole('region', { name: 'Sales' })).toContainText('from Seattle to Portland')

  await stack.setStock('MAT-RED', { Tacoma: 2, Olympia: 1 })
  await stack.send('best', stack.order('#9105', [line('MAT-RED', 3)]))
  await expect
    .poll(async () => (await stack.salesOf('#9105')).map((sale) => [sale.shop, sale.completed]))
    .toEqual([['Tacoma', true]])
  await openOrder(desk, '#9105')
  await expect(desk.getByRole('region', { name: 'Sales' })).toContainText(
    'Send 1 × Test MAT-RED from Olympia to Tacoma',
  )
})

test('6 two managers press push at once: one sale, the other is told', async ({ manager, owner }) => {
  await stack.setStock('PACK-YLW', { Eugene: 1, Salem: 1 })
  await stack.send('hold', stack.order('#9006', [line('PACK-YLW', 2)]))
  const [marco, ana] = [await manager.newPage(), await owner.newPage()]
  for (const [page, store] of [
    [marco, 'Eugene'],
    [ana, 'Salem'],
  ] as const) {
    await openOrder(page, '#9006', 'needs-action')
    await page.getByRole('button', { name: `Push here: ${store}` }).click()
    await expect(page.getByRole('button', { name: 'Push anyway' })).toBeVisible()
  }
  await Promise.all([marco, ana].map((page) => page.getByRole('button', { name: 'Push anyway' }).click()))
  await expect
    .poll(async () => (await stack.salesOf('#9006')).filter((sale) => sale.completed).length)
    .toBe(1)
  const told = await Promise.all(
    [marco, ana].map(async (page) =>
      /changed this order meanwhile/.test(await page.locator('body').innerText()),
    ),
  )
  expect(told.filter(Boolean)).toHaveLength(1)
  expect(await stack.salesOf('#9006')).toHaveLength(1)
  await marco.close()
  await ana.close()
})

test('7 a webhook sent three times is one order; a bad signature is refused and stored as nothing', async ({
  desk,
}) => {
  await stack.setStock('CAP-PLM', { Corvallis: 9 })
  const order = stack.order('#9007', [line('CAP-PLM', 1)])
  const body = stack.bodyOf('hold', order)
  const sent = await Promise.all([1, 2, 3].map(() => stack.deliver('hold', body, 'same-delivery')))
  expect(sent).toEqual([200, 200, 200])
  expect(await stack.deliver('hold', body, 'another-delivery')).toBe(200)
  const forged = stack.bodyOf('hold', stack.order('#9107', [line('CAP-PLM', 1)]))
  expect(await stack.deliver('hold', forged, 'forged', { 'x-shopify-hmac-sha256': 'AAAA' })).toBe(401)
  await expect
    .poll(async () => (await stack.salesOf('#9007')).filter((sale) => sale.completed).length)
    .toBe(1)
  await desk.goto(`${stack.url}/queue?tab=all&search=${encodeURIComponent('#9007')}`)
  await expect(desk.getByRole('link', { name: 'Order #9007' })).toHaveCount(1)
  await desk.goto(`${stack.url}/queue?tab=all&search=${encodeURIComponent('#9107')}`)
  await expect(desk.getByText(/No order matches/)).toBeVisible()
  expect(await stack.salesOf('#9007')).toHaveLength(1)
  expect(await stack.stockOf('CAP-PLM')).toMatchObject({ Corvallis: 8 })
})

test('8 kill -9 between Lightspeed’s answer and our note of it: still one sale', async () => {
  const before = stack.workerPid
  await stack.setStock('DUFFEL-PLM', { Bellingham: 3 })
  await stack.send('hold', stack.order('#9008', [line('DUFFEL-PLM', 1)]))
  // The worker died with the open sale made and nothing noted, and another one was started.
  await expect.poll(() => stack.workerPid !== undefined && stack.workerPid !== before).toBe(true)
  await expect.poll(async () => (await stack.salesOf('#9008')).map((sale) => sale.completed)).toEqual([true])
  expect(await stack.stockOf('DUFFEL-PLM')).toMatchObject({ Bellingham: 2 })
  const posts = (await stack.simulator('/requests')) as { method: string; path: string; body: string }[]
  expect(posts.filter((one) => one.method === 'POST' && one.body.includes('"9008-1"'))).toHaveLength(1)
})

test('9 an order that does not add up is held with true reasons; its correction is planned again', async ({
  desk,
}) => {
  await stack.setStock('BELT-WHT', { Medford: 5 })
  const good = stack.order('#9009', [line('BELT-WHT', 1)])
  const raw = JSON.parse(stack.bodyOf('hold', good)) as Record<string, unknown> & {
    line_items: Record<string, unknown>[]
    shipping_address: Record<string, unknown>
  }
  const lines = ['GREEN', 'RED', 'BLACK'].map((colour, index) => {
    const {
      fulfillable_quantity: _absent,
      discount_allocations: _none,
      tax_lines: _untaxed,
      ...row
    } = raw.line_items[0] ?? {}
    return {
      ...row,
      id: 46_600 + index,
      sku: `PLAYER-${colour}`,
      title: `Player ${colour}`,
      name: `Player ${colour}`,
      price: '199.00',
    }
  })
  const odd = {
    ...raw,
    financial_status: 'authorized',
    current_total_price: undefined,
    total_price: '409.94',
    subtotal_price: '398.00',
    line_items: lines,
    shipping_lines: [],
    discount_codes: [{ code: 'TENOFF', amount: '10.00' }],
    shipping_address: { ...raw.shipping_address, latitude: '45.41634', longitude: '-75.6868' },
    fulfillments: [{ id: 1, status: 'failure', line_items: [{ id: 46_600, quantity: 1 }] }],
  }
  expect(await stack.deliver('hold', JSON.stringify(odd), 'odd-1')).toBe(200)
  await openOrder(desk, '#9009', 'needs-action')
  const why = desk.getByRole('region', { name: 'Why it is held' })
  await expect(why).toContainText('3 of 3 lines have no item in Lightspeed')
  await expect(why).toContainText(
    'The amounts do not add up: the shop says $409.94, its lines, shipping and tax come to $597.00',
  )
  expect(await stack.salesOf('#9009')).toEqual([])

  const later = { ...good, updatedAt: new Date(Date.now() + 60_000) }
  expect(await stack.deliver('hold', stack.bodyOf('hold', later), 'odd-2')).toBe(200)
  await expect(why).toContainText('edited in the shop')
  await expect(desk.getByRole('region', { name: 'Suggestions' })).toContainText('Push to Medford')
  expect(await stack.salesOf('#9009')).toEqual([])
})
