import { accessible, shot } from './looks'
import { expect, openOrder, test } from './people'
import { line, stack } from './stack'

const BUTTON = 'Plan all held orders again'

test('two held orders, stock comes for one: it becomes ready, the other stays', async ({ desk, viewer }) => {
  await stack.setStock('SPORK-RED', {})
  await stack.setStock('SPORK-BLU', {})
  await stack.send('hold', stack.order('#9401', [line('SPORK-RED', 2)]))
  await stack.send('hold', stack.order('#9402', [line('SPORK-BLU', 1)]))
  const row = (number: string) =>
    desk.getByRole('row').filter({ has: desk.getByRole('link', { name: `Order ${number}` }) })
  // The page keeps an order that comes in while it is looked at behind “1 new”: both are to be there before.
  for (const number of ['#9401', '#9402']) await openOrder(desk, number, 'needs-action')
  await desk.goto(`${stack.url}/queue?search=${encodeURIComponent('#940')}`)
  for (const number of ['#9401', '#9402']) await expect(row(number)).toContainText('short everywhere')

  await stack.setStock('SPORK-RED', { Salem: 2 })
  await desk.getByRole('button', { name: BUTTON }).click()
  await expect(
    desk.getByText(/planning (\d+ held orders|the \d+ oldest held orders) again/).first(),
  ).toBeVisible()
  await expect(row('#9401').getByText('Ready')).toBeVisible()
  await expect(row('#9401')).toContainText('Push to Salem')
  await expect(row('#9402')).toContainText('short everywhere')
  await expect(row('#9402').getByText('Ready')).toHaveCount(0)
  // Ready is not pushed: that is for a person to do, or for the channel's own setting.
  expect(await stack.salesOf('#9401')).toEqual([])

  const page = await viewer.newPage()
  await page.goto(`${stack.url}/queue`)
  await expect(page.getByRole('button', { name: BUTTON })).toHaveAttribute('aria-disabled', 'true')
  await expect(page.getByRole('button', { name: BUTTON })).toHaveAccessibleDescription(/You can look/)
  await page.close()
})

test('a channel that pushes by itself what it can fill again', async ({ desk }) => {
  await desk.goto(`${stack.url}/integrations`)
  await desk.getByRole('link', { name: 'Northwind Alpine' }).click()
  await desk.getByRole('checkbox', { name: 'Push held orders once there is stock' }).check()
  await expect(desk.getByRole('status', { name: 'What will happen' })).toContainText(
    'A held order is pushed by itself as soon as there is stock for it.',
  )
  await accessible(desk)
  await shot(desk, 'policy-push-ready')
  await desk.getByRole('button', { name: 'Save draft' }).click()
  await desk.getByRole('button', { name: 'Make it live…' }).click()
  const dialog = desk.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Make it live' }).click()
  await expect(dialog).toBeHidden()

  await stack.setStock('SPORK-GRN', {})
  await stack.send('split', stack.order('#9403', [line('SPORK-GRN', 2)]))
  await openOrder(desk, '#9403', 'needs-action')
  await stack.setStock('SPORK-GRN', { Salem: 1, Bend: 1 })
  await desk.goto(`${stack.url}/queue`)
  await desk.getByRole('button', { name: BUTTON }).click()
  await expect
    .poll(async () => (await stack.salesOf('#9403')).filter((sale) => sale.completed).length)
    .toBe(2)
  await openOrder(desk, '#9403')
  await expect(desk.getByRole('region', { name: 'History' })).toContainText(
    'pushed by itself as its policy says',
  )
  await shot(desk, 'order-pushed-by-itself')
})
