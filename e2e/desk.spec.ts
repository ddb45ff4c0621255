import { accessible, everyLook, shot } from './looks'
import { expect, openOrder, test } from './people'
import { line, stack } from './stack'

test('the queue, an order and the sign-in page look right and are accessible at every size', async ({
  desk,
  browser,
}) => {
  await stack.setStock('QUILT-BLU', { Bend: 1 })
  await stack.setStock('TOWEL-BLU', { Bend: 2, Salem: 2 })
  await stack.setStock('PUMP-BLU', { Salem: 1, Seattle: 4 })
  await stack.send(
    'hold',
    stack.order('#9201', [line('QUILT-BLU', 1, 21_900), line('TOWEL-BLU', 2), line('PUMP-BLU', 1)]),
  )
  await openOrder(desk, '#9201', 'needs-action')
  await everyLook(desk, 'order-held')
  await desk.goto(`${stack.url}/queue`)
  await expect(desk.getByRole('table', { name: 'Orders' })).toBeVisible()
  await everyLook(desk, 'queue')
  await desk.goto(`${stack.url}/queue?tab=pushed`)
  await desk
    .getByRole('link', { name: /^Order #/ })
    .first()
    .click()
  await expect(desk.getByRole('region', { name: 'Sales' })).toBeVisible()
  await everyLook(desk, 'order-pushed')
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(`${stack.url}/sign-in`)
  await everyLook(page, 'sign-in')
  await context.close()
})

test('the short-push confirm and the split editor are accessible', async ({ desk }) => {
  await stack.setStock('JACKET-SND', { Bend: 1, Spokane: 1 })
  await stack.send('hold', stack.order('#9202', [line('JACKET-SND', 2, 14_900)]))
  await openOrder(desk, '#9202', 'needs-action')
  await desk.getByRole('button', { name: 'Push here: Spokane' }).click()
  await expect(desk.getByRole('button', { name: 'Push anyway' })).toBeVisible()
  await accessible(desk)
  await shot(desk, 'short-push')
  await desk.getByRole('button', { name: 'Go back' }).click()
  await desk.getByRole('button', { name: 'Split by hand' }).click()
  await desk.getByRole('button', { name: 'Reset' }).click()
  const units = desk.getByRole('spinbutton', { name: 'Units of JACKET-SND from Bend' })
  await units.fill('1')
  await expect(desk.getByRole('status', { name: 'Left to place' })).toContainText('1')
  await accessible(desk)
  await shot(desk, 'split-editor')
})

test('a push is taken back within its undo time: nothing was sent', async ({ desk }) => {
  await stack.setStock('HOODIE-PLM', { Olympia: 1, Tacoma: 1 })
  await stack.send('hold', stack.order('#9203', [line('HOODIE-PLM', 2)]))
  await openOrder(desk, '#9203', 'needs-action')
  await desk.getByRole('button', { name: 'Push here: Olympia' }).click()
  await desk.getByRole('button', { name: 'Push anyway' }).click()
  await desk.getByRole('region', { name: 'Pushing' }).getByRole('button', { name: 'Undo' }).click()
  await expect(desk.getByRole('region', { name: 'History' })).toContainText('Took the push back')
  await expect(desk.getByRole('region', { name: 'Why it is held' })).toBeVisible()
  expect(await stack.salesOf('#9203')).toEqual([])
})

test('a line without an item in Lightspeed: no store takes the order whole, and the page says why', async ({
  desk,
}) => {
  await stack.setStock('SOCKS-PLM', { Bend: 4 })
  await stack.send('hold', stack.order('#9206', [line('SOCKS-PLM', 1), line('NO-ITEM-9206', 1)]))
  await openOrder(desk, '#9206', 'needs-action')
  const grid = desk.getByRole('table', { name: 'Stock by store' })
  await expect(grid.getByText('no item in Lightspeed: 1 wanted').first()).toBeAttached()
  const whole = desk.getByRole('button', { name: 'Push here: Bend' })
  await expect(whole).toBeDisabled()
  await expect(whole).toHaveAttribute('title', /has no item in Lightspeed/)
  await desk.getByRole('button', { name: 'Split by hand' }).click()
  await desk.getByRole('spinbutton', { name: 'Units of NO-ITEM-9206 from Bend' }).fill('1')
  const split = desk.getByRole('button', { name: /^Push this split/ })
  await expect(split).toBeDisabled()
  await expect(split).toHaveAttribute('title', /Leave it out/)
})

test('pushed in part, the rest voided: both are told as what they are', async ({ desk }) => {
  await stack.setStock('TARP-PLM', { Bend: 2, Salem: 1 })
  await stack.send('hold', stack.order('#9207', [line('TARP-PLM', 5)]))
  await openOrder(desk, '#9207', 'needs-action')
  await desk.getByRole('button', { name: 'Split by hand' }).click()
  await desk.getByRole('button', { name: 'Reset' }).click()
  await desk.getByRole('spinbutton', { name: 'Units of TARP-PLM from Bend' }).fill('2')
  await desk.getByRole('button', { name: 'Push this split to Bend' }).click()
  const dialog = desk.getByRole('dialog')
  await expect(dialog).toContainText('Stays in the queue: 3 ×')
  await expect(dialog).toContainText('= order total')
  await dialog.getByRole('button', { name: 'Push', exact: true }).click()
  await expect(desk.getByRole('region', { name: 'Why the rest is held' })).toBeVisible({ timeout: 30_000 })
  await expect(desk.getByRole('status', { name: 'Latest result' })).toContainText(
    'is partly pushed. Bend: sale',
  )
  // The rest is planned again at once; a void of the order as it was before that would be refused.
  await expect(desk.getByRole('region', { name: 'History' })).toContainText('Plan 3')
  await desk.getByRole('button', { name: 'Void…' }).click()
  await expect(dialog).toContainText('for the 3 units left no sale is made')
  await dialog.getByRole('combobox', { name: 'Reason' }).selectOption('Out of stock')
  await dialog.getByRole('button', { name: 'Void the rest' }).click()
  await expect(desk.getByRole('region', { name: 'What is next' })).toContainText('3 units were voided')
  expect((await stack.salesOf('#9207')).map((sale) => [sale.shop, sale.completed])).toEqual([['Bend', true]])
})

test('an order is found by a sku and by its sale number; a pushed one says who sold it and why', async ({
  desk,
}) => {
  await stack.setStock('KNIFE-PLM', { Medford: 3 })
  await stack.send('hold', stack.order('#9208', [line('KNIFE-PLM', 1)]))
  await expect
    .poll(async () => (await stack.salesOf('#9208')).filter((sale) => sale.completed).length)
    .toBe(1)
  const [sale] = await stack.salesOf('#9208')
  for (const wanted of ['knife-plm', sale?.ticketNumber ?? '']) {
    await desk.goto(`${stack.url}/queue?tab=pushed`)
    await desk.getByRole('searchbox', { name: 'Search orders' }).fill(wanted)
    const row = desk.getByRole('row', { name: /#9208/ })
    await expect(row).toContainText('Medford')
    await expect(row).toContainText(`Sale ${sale?.ticketNumber}`)
  }
  await desk.getByRole('link', { name: 'Order #9208' }).click()
  const why = desk.getByRole('region', { name: 'How it was decided' })
  await why.getByText('Store by store').click()
  await expect(why).toContainText('Chosen: covers 1 of 1.')
  await expect(desk.getByRole('region', { name: 'Stock it was decided on' })).toBeVisible()
  await expect(desk.getByRole('button', { name: /^Push here/ })).toHaveCount(0)
})

test('a refresh that Lightspeed does not answer is told beside the old figures', async ({ desk }) => {
  await stack.setStock('MAT-PLM', { Bend: 1 })
  await stack.send('hold', stack.order('#9209', [line('MAT-PLM', 2)]))
  await openOrder(desk, '#9209', 'needs-action')
  await stack.simulator('/faults', 'POST', { kind: 'down', match: { pathIncludes: '/Item' }, times: 20 })
  await desk.getByRole('button', { name: 'Refresh stock' }).click()
  await expect(desk.getByRole('region', { name: 'Waiting' })).toContainText('could not be read')
  await stack.simulator('/faults', 'DELETE')
  await desk.getByRole('button', { name: 'Refresh stock' }).click()
  await expect(desk.getByRole('region', { name: 'Waiting' })).toHaveCount(0)
})

test('a viewer sees everything and can press nothing, and is told why', async ({ viewer }) => {
  await stack.setStock('SHORTS-GRY', {})
  await stack.send('hold', stack.order('#9204', [line('SHORTS-GRY', 1)]))
  const page = await viewer.newPage()
  await openOrder(page, '#9204', 'needs-action')
  const button = page.getByRole('button', { name: 'Void…' })
  await expect(button).toBeDisabled()
  await expect(button).toHaveAttribute('title', /look, but not change/)
  await page.close()
})

test('opening the mailed sign-in link signs nobody in, and it works once', async ({ browser }) => {
  const context = await browser.newContext()
  const page = await context.newPage()
  const email = 'sam@northwind.example'
  await page.goto(`${stack.url}/sign-in`)
  await page.getByRole('textbox', { name: 'Email' }).fill(email)
  await page.getByRole('button', { name: 'Send me a link' }).click()
  await expect.poll(async () => (await stack.mailsTo(email)).length).toBeGreaterThan(0)
  const [mail] = await stack.mailsTo(email)
  const link = /https?:\/\/\S+\/sign-in\/confirm\S+/.exec(mail?.text ?? '')?.[0] ?? ''
  await page.goto(link)
  await page.goto(`${stack.url}/queue`)
  await expect(page).toHaveURL(/\/sign-in/)
  await page.goto(link)
  await page.getByRole('button', { name: /^Sign in as s\*+@/ }).click()
  // Store people see only their own stores' parts; the queue is not for them.
  await expect(page).toHaveURL(/no-access/)
  const again = await (await browser.newContext()).newPage()
  await again.goto(link)
  await again.getByRole('button', { name: /^Sign in as/ }).click()
  await expect(again.getByRole('heading', { name: 'Ask for a new link' })).toBeVisible()
  await context.close()
})

test('Lightspeed is down: nothing is lost, the order waits and is decided once it answers', async ({
  desk,
}) => {
  await stack.setStock('LAMP-YLW', { Medford: 2 })
  await stack.simulator('/faults', 'POST', { kind: 'down', match: { pathIncludes: '/Item.json' }, times: 3 })
  await stack.send('hold', stack.order('#9205', [line('LAMP-YLW', 1)]))
  await expect
    .poll(async () => (await stack.salesOf('#9205')).filter((sale) => sale.completed).length)
    .toBe(1)
  await openOrder(desk, '#9205')
  await expect(desk.getByRole('region', { name: 'History' })).toContainText('Stock could not be read')
})

test('health says that everything answers', async ({ request }) => {
  const answer = await request.get(`${stack.url}/api/health`)
  expect(answer.status()).toBe(200)
  expect(await answer.json()).toMatchObject({
    ready: true,
    checks: { database: 'ok', worker: 'ok', mail: 'ok', lightspeed: 'ok' },
  })
})
