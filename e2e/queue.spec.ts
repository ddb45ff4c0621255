import { accessible, everyLook, shot } from './looks'
import { expect, openOrder, test } from './people'
import { line, stack } from './stack'

test('filters are chips in the address; a view is saved and shared; neighbours stay within it', async ({
  desk,
  viewer,
}) => {
  await stack.setStock('PANTS-RED', { Bend: 1, Salem: 1 })
  await stack.setStock('PANTS-BLU', {})
  for (const number of ['#9321', '#9322', '#9323'])
    await stack.send('hold', stack.order(number, [line(number === '#9322' ? 'PANTS-RED' : 'PANTS-BLU', 2)]))
  await expect(async () => {
    await desk.goto(`${stack.url}/queue?search=pants`)
    await expect(desk.getByRole('link', { name: /^Order #932/ })).toHaveCount(3, { timeout: 4_000 })
  }).toPass()
  await desk.getByRole('combobox', { name: 'Reason' }).selectOption({ label: 'Short everywhere' })
  await expect(desk).toHaveURL(/reason=short-everywhere/)
  await expect(desk.getByRole('link', { name: /^Order #932/ })).toHaveCount(2)
  await desk.reload()
  await expect(desk.getByRole('link', { name: /^Order #932/ })).toHaveCount(2)
  await accessible(desk)
  await shot(desk, 'queue-filtered')

  await desk.getByRole('button', { name: 'Save view…' }).click()
  await desk.getByRole('textbox', { name: 'Name' }).fill('Blue pants')
  await desk.getByRole('checkbox', { name: 'Share with everybody' }).check()
  await accessible(desk)
  await desk.getByRole('dialog').getByRole('button', { name: 'Save view' }).click()
  await expect(desk.getByRole('button', { name: 'Blue pants' })).toBeVisible()

  await desk.getByRole('link', { name: 'Order #9321' }).click()
  await expect(desk.getByRole('heading', { name: 'Order #9321' })).toBeVisible()
  await desk.getByRole('link', { name: 'Next order in this list' }).click()
  await expect(desk.getByRole('heading', { name: 'Order #9323' })).toBeVisible()
  await expect(desk.getByRole('link', { name: 'Next order in this list' })).toHaveCount(0)
  await desk
    .getByRole('navigation', { name: 'Orders of this list' })
    .getByRole('link', { name: 'Queue' })
    .click()
  await expect(desk).toHaveURL(/reason=short-everywhere/)

  // Somebody else opens the view that was shared; deleting it is not theirs.
  const vera = await viewer.newPage()
  await vera.goto(`${stack.url}/queue`)
  await vera.getByRole('button', { name: 'Views' }).click()
  await vera.getByRole('menuitem', { name: /Blue pants/ }).click()
  await expect(vera.getByRole('link', { name: /^Order #932/ })).toHaveCount(2)
  await expect(vera.getByRole('button', { name: 'Delete view…' })).toHaveCount(0)
  await vera.close()
  await desk.getByRole('button', { name: 'Delete view…' }).click()
  await desk.getByRole('dialog').getByRole('button', { name: 'Delete view' }).click()
  await expect(desk.getByRole('button', { name: 'Views' })).toBeVisible()

  await desk.getByRole('combobox', { name: 'Reason' }).selectOption({ label: 'Paused' })
  await expect(desk.getByText('No order matches these filters')).toBeVisible()
  await desk.getByRole('button', { name: 'Clear filters' }).first().click()
  await expect(desk).not.toHaveURL(/reason/)
})

test('many at once: what is suggested is pushed, the rest is skipped and told why, order by order', async ({
  desk,
}) => {
  await stack.setStock('BELT-RED', { Bend: 1, Salem: 1 })
  await stack.setStock('BELT-GRN', {})
  await stack.send('hold', stack.order('#9331', [line('BELT-RED', 2)]))
  await stack.send('hold', stack.order('#9332', [line('BELT-GRN', 1)]))
  await stack.send('hold', stack.order('#9333', [line('BELT-GRN', 1)]))
  const list = async () => {
    await desk.goto(`${stack.url}/queue?search=933`)
    await expect(desk.getByRole('link', { name: /^Order #933/ })).toHaveCount(3, { timeout: 4_000 })
  }
  await expect(list).toPass()
  await desk.getByRole('checkbox', { name: 'Select all orders listed' }).check()
  const bar = desk.getByRole('region', { name: 'Selected orders' })
  await expect(bar).toContainText('3 selected')
  await everyLook(desk, 'queue-selected', async () => {
    await desk.getByRole('checkbox', { name: 'Select order #9331' }).check()
  })
  await desk.getByRole('checkbox', { name: 'Select all orders listed' }).check()
  await bar.getByRole('button', { name: 'Push suggestions…' }).click()
  const asked = desk.getByRole('dialog', { name: /Push 1 order as suggested/ })
  await expect(asked).toContainText('2 sales: ')
  await expect(asked.getByText('Skipped: what is suggested is short.')).toHaveCount(2)
  await accessible(desk)
  await asked.getByRole('button', { name: 'Push 1 order' }).click()
  const results = desk.getByRole('dialog', { name: '1 of 3 done' })
  await expect(results.getByRole('listitem').filter({ hasText: '#9331' })).toContainText(
    'Pushing order #9331: 2 sales',
  )
  await expect(results.getByRole('listitem').filter({ hasText: '#9332' })).toContainText(
    'What is suggested is short',
  )
  await accessible(desk)
  await shot(desk, 'bulk-results')
  await results.getByRole('button', { name: 'Close' }).click()
  await expect
    .poll(async () => (await stack.salesOf('#9331')).map((sale) => [sale.shop, sale.completed]).toSorted())
    .toEqual([
      ['Bend', true],
      ['Salem', true],
    ])

  await desk.goto(`${stack.url}/queue?search=933`)
  await desk.getByRole('checkbox', { name: 'Select order #9332' }).check()
  await desk.getByRole('checkbox', { name: 'Select order #9333' }).check()
  await bar.getByRole('button', { name: 'Void…' }).click()
  await desk.getByRole('combobox', { name: 'Reason' }).last().selectOption('Out of stock')
  await desk.getByRole('dialog').getByRole('button', { name: 'Void 2 orders' }).click()
  await expect(desk.getByRole('dialog', { name: '2 of 2 done' })).toBeVisible()
  await desk.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
  await openOrder(desk, '#9333', 'closed')
  await expect(desk.getByRole('region', { name: 'History' })).toContainText('Out of stock')
  expect(await stack.salesOf('#9332')).toEqual([])
})

test('two held orders that want the same last unit see each other', async ({ desk }) => {
  await stack.setStock('TEE-BLK', {})
  await stack.send('hold', stack.order('#9351', [line('TEE-BLK', 1)]))
  await openOrder(desk, '#9351', 'needs-action')
  await stack.send('hold', stack.order('#9352', [line('TEE-BLK', 2)]))
  // The page that is open hears of it by itself.
  const rivals = desk.getByRole('region', { name: 'Others wait for the same units' })
  await expect(rivals).toContainText('#9352')
  await expect(rivals).toContainText('came later')
  await expect(rivals).toContainText('2 × Test TEE-BLK')
  await accessible(desk)
  await rivals.getByRole('link', { name: 'Order #9352' }).click()
  await expect(desk.getByRole('heading', { name: 'Order #9352' })).toBeVisible()
  await expect(rivals).toContainText('waits longer')
  await shot(desk, 'rivals')
})
