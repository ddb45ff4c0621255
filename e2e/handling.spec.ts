import { accessible, shot } from './looks'
import { expect, openOrder, test } from './people'
import { line, stack } from './stack'

test('an order is assigned, commented on and snoozed until its stock changes; then it is back on top', async ({
  desk,
  owner,
}) => {
  await stack.setStock('TEE-GRN', { Bend: 1, Salem: 1 })
  await stack.send('hold', stack.order('#9311', [line('TEE-GRN', 2)]))
  await openOrder(desk, '#9311', 'needs-action')

  // Somebody else opens the same page: both are told.
  const ana = await owner.newPage()
  await ana.goto(desk.url())
  await expect(desk.getByRole('status', { name: 'Who else is looking' })).toContainText(
    'Ana Reyes is looking at this too',
  )
  await expect(ana.getByRole('status', { name: 'Who else is looking' })).toContainText(
    'Marco Bell is looking at this too',
  )

  await desk.getByRole('button', { name: 'Assigned to Nobody' }).click()
  await desk.getByRole('menuitem', { name: 'Ana Reyes' }).click()
  await desk
    .getByRole('textbox', { name: 'Comment' })
    .fill('The customer waits until Friday.\nSalem may have one more.')
  await desk.getByRole('textbox', { name: 'Comment' }).press('Control+Enter')
  // The other one reads it without a reload, and is no longer told of who has left.
  const timeline = ana.getByRole('region', { name: 'History' })
  await expect(timeline).toContainText('The customer waits until Friday.')
  await expect(timeline).toContainText('Assigned to Ana Reyes')
  await accessible(desk)
  await shot(desk, 'order-handled')
  await desk.close()
  await expect(ana.getByRole('status', { name: 'Who else is looking' })).toBeEmpty()

  await ana.getByRole('button', { name: 'Snooze…' }).click()
  const dialog = ana.getByRole('dialog', { name: 'Snooze order #9311?' })
  await dialog.getByRole('radio', { name: 'In a week' }).check()
  await accessible(ana)
  await shot(ana, 'snooze')
  await dialog.getByRole('button', { name: 'Snooze', exact: true }).click()
  await expect(ana.getByRole('status', { name: 'Latest result' })).toContainText('#9311 is snoozed')
  await expect(ana.getByText(/Snoozed. Until .*, or until its stock changes/)).toBeVisible()
  await ana.goto(`${stack.url}/queue?search=9311`)
  await expect(ana.getByText('No order matches “9311”')).toBeVisible()

  // A unit comes in; the mirror finds it, all held orders are planned again, and this one can be filled.
  await stack.setStock('TEE-GRN', { Bend: 2, Salem: 1 })
  const row = ana.getByRole('row', { name: /#9311/ })
  await expect(row).toContainText('Back from snooze')
  await expect(row).toContainText('Ready')
  await expect(row).toContainText('Assigned to Ana Reyes')
  await ana.goto(`${stack.url}/queue`)
  await expect(ana.getByRole('row').nth(1)).toContainText('#9311')
  await ana.goto(`${stack.url}/queue?tab=ready`)
  await expect(ana.getByRole('row', { name: /#9311/ })).toContainText('Push to Bend')
  await ana.close()
})

test('a snoozed order is brought back by hand, and by what the channel says of it', async ({ desk }) => {
  await stack.setStock('TEE-RED', {})
  const order = stack.order('#9312', [line('TEE-RED', 1)])
  await stack.send('hold', order)
  await openOrder(desk, '#9312', 'needs-action')
  const snooze = async () => {
    await desk.getByRole('button', { name: 'Snooze…' }).click()
    await desk.getByRole('dialog').getByRole('button', { name: 'Snooze', exact: true }).click()
    await expect(desk.getByText(/Snoozed. Until/)).toBeVisible()
  }
  await snooze()
  await desk.getByRole('button', { name: 'Bring back now' }).click()
  await expect(desk.getByText('Came back from a snooze.')).toBeVisible()
  await snooze()
  const edited = { ...order, lines: [line('TEE-RED', 3)], updatedAt: new Date(Date.now() + 60_000) }
  expect(await stack.deliver('hold', stack.bodyOf('hold', edited), 'edit-9312')).toBe(200)
  await expect(desk.getByRole('region', { name: 'History' })).toContainText('it changed in the channel')
  await expect(desk.getByRole('region', { name: 'Why it is held' })).toContainText('3 units')
})
