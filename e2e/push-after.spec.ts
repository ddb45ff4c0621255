import { accessible, everyLook, shot } from './looks'
import { expect, openOrder, test } from './people'
import { line, stack } from './stack'

const sent = async (number: string) =>
  ((await stack.simulator('/transfers')) as { transferID: string; note: string; status: string }[]).filter(
    (one) => one.note.startsWith(`For order ${number},`) && one.status === 'sent',
  )

/** Sent transfers are looked at every twelve seconds here. */
const FOLLOWED = { timeout: 90_000 }

test('transfer, then push: from the suggestion to the completed sale, nothing oversold', async ({ desk }) => {
  await stack.setStock('PUMP-GRN', { Tacoma: 2, Olympia: 1 })
  await stack.send('hold', stack.order('#9811', [line('PUMP-GRN', 3)]))
  await openOrder(desk, '#9811')
  const card = desk.getByRole('article', {
    name: 'Transfer 1 × Test PUMP-GRN from Olympia to Tacoma, then push to Tacoma',
  })
  await card.getByRole('button', { name: 'Transfer, then push' }).click()
  const dialog = desk.getByRole('dialog')
  await expect(dialog).toContainText('Send 1 × Test PUMP-GRN from Olympia to Tacoma')
  await expect(dialog).toContainText('1 sale in Tacoma, takes 3 units')
  await accessible(desk)
  await shot(desk, 'push-after-confirm')
  await dialog.getByRole('button', { name: 'Transfer, then push' }).click()

  const panel = desk.getByRole('region', { name: 'Pushing' })
  await expect(panel).toContainText('Waits for a transfer to Tacoma, then pushes by itself', FOLLOWED)
  const sale = desk.getByRole('listitem', { name: 'Sale in Tacoma' })
  await expect(sale).toContainText('What it waits for')
  await expect(sale.getByRole('listitem', { name: 'Transfer T1' })).toContainText('Sent', FOLLOWED)
  expect(await stack.salesOf('#9811')).toEqual([])
  expect(await stack.stockOf('PUMP-GRN')).toMatchObject({ Tacoma: 2, Olympia: 0 })
  await everyLook(desk, 'push-after-waiting')
  await desk.goto(`${stack.url}/queue?tab=pushing`)
  await expect(desk.getByRole('row', { name: /#9811/ })).toContainText('Waits for a transfer to Tacoma')

  for (const { transferID } of await sent('#9811')) await stack.simulator('/receive', 'POST', { transferID })
  await openOrder(desk, '#9811')
  await expect(desk.getByText(/^Sale \d+$/).first()).toBeVisible(FOLLOWED)
  expect((await stack.salesOf('#9811')).filter((one) => one.completed)).toHaveLength(1)
  expect(await stack.stockOf('PUMP-GRN')).toMatchObject({ Tacoma: 0, Olympia: 0 })
  const history = desk.getByRole('region', { name: 'History' })
  await expect(history).toContainText('Pressed Transfer, then push')
  await accessible(desk)
  await shot(desk, 'push-after-done')
})

test('taken back in time: nothing is sent, and the order is held again', async ({ desk }) => {
  await stack.setStock('PUMP-RED', { Tacoma: 2, Olympia: 1 })
  await stack.send('hold', stack.order('#9812', [line('PUMP-RED', 3)]))
  await openOrder(desk, '#9812')
  const take = desk.getByRole('button', { name: 'Transfer, then push' })
  await take.click()
  await desk.getByRole('dialog').getByRole('button', { name: 'Transfer, then push' }).click()
  await desk.getByRole('region', { name: 'Pushing' }).getByRole('button', { name: 'Undo' }).click()
  await expect(take).toBeVisible()
  await expect(desk.getByRole('region', { name: 'History' })).toContainText(
    'Transfer T1, Olympia to Tacoma: cancelled',
    FOLLOWED,
  )
  expect(await sent('#9812')).toEqual([])
  expect(await stack.stockOf('PUMP-RED')).toMatchObject({ Tacoma: 2, Olympia: 1 })
})
