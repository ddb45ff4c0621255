import type { Page } from '@playwright/test'
import { everyLook } from './looks'
import { expect, openOrder, test } from './people'
import { line, stack, type LedgerSale } from './stack'

type Sent = { method: string; path: string; body: string; status: number }
interface SalePayload {
  SaleLines: { SaleLine: unknown[] }
}

/** What somebody at a till does to sales, in the API's own payloads. */
const till = (method: string, path: string, body: unknown = {}) =>
  stack.simulator('/till', 'POST', { method, path, body })

/** For five seconds the worker may not call this for the order; time enough for people at tills. */
const holdUp = (method: string, reference: string) =>
  stack.simulator('/faults', 'POST', {
    kind: 'rate-limited',
    match: { method, pathIncludes: '/Sale', referenceIncludes: reference },
    ms: 5_000,
  })

/** The worker's own create of a part, as it left. */
async function createOf(reference: string): Promise<SalePayload | null> {
  const requests = (await stack.simulator('/requests')) as Sent[]
  const own = requests.find(
    ({ method, path, body }) =>
      method === 'POST' && path.endsWith('/Sale.json') && body.includes(`"${reference}"`),
  )
  return own ? (JSON.parse(own.body) as SalePayload) : null
}

async function requireCreate(reference: string): Promise<SalePayload> {
  await expect.poll(async () => (await createOf(reference)) !== null).toBe(true)
  const payload = await createOf(reference)
  if (!payload) throw new Error(`nothing was sent for ${reference}`)
  return payload
}

/** Sales whose stock is gone: completed and not voided. */
const standing = async (number: string): Promise<LedgerSale[]> =>
  (await stack.salesOf(number)).filter((sale) => sale.completed && !sale.voided)

async function onlySale(number: string): Promise<LedgerSale> {
  await expect.poll(async () => (await stack.salesOf(number)).length).toBe(1)
  const [sale] = await stack.salesOf(number)
  if (!sale) throw new Error(`order ${number} has no sale`)
  return sale
}

async function completed(number: string): Promise<LedgerSale> {
  await expect.poll(async () => (await standing(number)).length).toBe(1)
  return onlySale(number)
}

const card = (page: Page) => page.getByRole('region', { name: 'Needs attention' })
const settled = async (page: Page) => {
  await expect(page.getByRole('region', { name: 'History' })).toContainText('Attention settled')
  await expect(card(page)).toHaveCount(0)
}
/** Presses a button of the card and, once the confirm says what it will do, the same button there. */
async function confirmed(page: Page, button: string, effect: RegExp): Promise<void> {
  await card(page).getByRole('button', { name: button }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText(effect)
  await dialog.getByRole('button', { name: button }).click()
  await expect(dialog).toHaveCount(0)
}

test('Refund: cancelled after it was sold, the sale is refunded and the order ends', async ({
  desk,
  viewer,
}) => {
  await stack.setStock('BOTTLE-ORG', { Salem: 3 })
  const order = stack.order('#9701', [line('BOTTLE-ORG', 2)])
  await stack.send('hold', order)
  const sale = await completed('#9701')
  const now = new Date(Date.now() + 1_000).toISOString()
  const cancelled = { ...JSON.parse(stack.bodyOf('hold', order)), cancelled_at: now, updated_at: now }
  const topic = { 'x-shopify-topic': 'orders/cancelled' }
  expect(await stack.deliver('hold', JSON.stringify(cancelled), 'cancelled-9701', topic)).toBe(200)

  await openOrder(desk, '#9701', 'attention')
  await expect(card(desk)).toContainText(
    `Sale ${sale.ticketNumber} stands, although the order was cancelled in the channel.`,
  )
  await everyLook(desk, 'attention')
  const looker = await viewer.newPage()
  await openOrder(looker, '#9701', 'attention')
  for (const name of ['Look again', 'Adopt this sale as it is', 'Refund this sale']) {
    const button = card(looker).getByRole('button', { name })
    await expect(button).toBeDisabled()
    await expect(button).toHaveAttribute('title', /look, but not change/)
  }
  await looker.close()

  const dialog = desk.getByRole('dialog', { name: `Refund sale ${sale.ticketNumber}?` })
  const refund = dialog.getByRole('button', { name: 'Refund this sale' })
  const press = () => card(desk).getByRole('button', { name: 'Refund this sale' }).click()
  await everyLook(desk, 'attention-refund', press)
  await desk.reload()
  await press()
  await expect(dialog).toContainText('2 units return to the stock of Salem')
  await expect(refund).toHaveAttribute('title', 'Choose a payment type first.')
  await expect(dialog.getByRole('combobox', { name: 'Register in Salem' })).toHaveText(/Web/)
  await dialog.getByRole('combobox', { name: 'Payment type' }).selectOption('Credit Card')
  await refund.click()
  await settled(desk)
  await expect(desk.getByRole('heading', { name: 'Order #9701' })).toBeVisible()
  await expect(desk.getByRole('region', { name: 'What is next' })).toContainText('Cancelled in the shop')
  expect(await stack.stockOf('BOTTLE-ORG')).toMatchObject({ Salem: 3 })
  const refunds = ((await stack.simulator('/requests')) as Sent[]).filter(({ path }) =>
    path.includes(`/Sale/${sale.saleID}/refund`),
  )
  expect(refunds).toHaveLength(1)
})

test('Push again: its sale was archived before it was completed, so it is made anew, once', async ({
  desk,
}) => {
  await stack.setStock('BEANIE-ORG', { Bend: 2 })
  await holdUp('PUT', '9702-1')
  await stack.send('hold', stack.order('#9702', [line('BEANIE-ORG', 1)]))
  const first = await onlySale('#9702')
  await till('DELETE', `Sale/${first.saleID}`)
  await openOrder(desk, '#9702', 'attention')
  await expect(card(desk)).toContainText(
    `Sale ${first.ticketNumber} was archived in Lightspeed before it was completed`,
  )
  await everyLook(desk, 'attention-archived')
  await confirmed(
    desk,
    'Push again, I have checked',
    /Only if none stands for this part, 1 sale is made in Bend: 1 unit/,
  )
  await settled(desk)
  await expect(desk.getByRole('region', { name: 'What is next' })).toContainText('Pushed.')
  const sale = await completed('#9702')
  expect(sale.saleID).not.toBe(first.saleID)
  expect(sale.referenceNumber).toBe('9702-1')
  expect(await stack.stockOf('BEANIE-ORG')).toMatchObject({ Bend: 1 })
})

test('Look again and Adopt: a second sale is found; the part’s own is voided, the other one takes its place', async ({
  desk,
}) => {
  await stack.setStock('GLOVES-ORG', { Eugene: 4 })
  await holdUp('PUT', '9703-1')
  await stack.send('hold', stack.order('#9703', [line('GLOVES-ORG', 1)]))
  const own = await onlySale('#9703')
  const { Sale: copy } = (await till('POST', 'Sale', await requireCreate('9703-1'))) as {
    Sale: { saleID: string; ticketNumber: string }
  }
  const SalePayments = { SalePayment: [{ amount: own.total, paymentTypeID: '3' }] }
  await till('PUT', `Sale/${copy.saleID}`, { completed: true, SalePayments })
  await openOrder(desk, '#9703', 'attention')
  await expect(card(desk)).toContainText('a completed sale too many')
  await everyLook(desk, 'attention-two-sales')

  // Somebody takes the wrong one back at the till; the page knows once it looks.
  await stack.simulator('/void', 'POST', { saleID: own.saleID, reason: 'made twice' })
  await card(desk).getByRole('button', { name: 'Look again' }).click()
  await expect(card(desk)).toContainText(`Sale ${own.ticketNumber} was voided in Lightspeed`)
  await expect(card(desk)).toContainText(
    `Sale ${copy.ticketNumber} is completed, and no part of this order accounts for it.`,
  )
  await confirmed(desk, 'Adopt this sale', new RegExp(`Sale ${copy.ticketNumber} becomes the sale of part 1`))
  await settled(desk)
  await expect(desk.getByRole('region', { name: 'Sales' })).toContainText(`Sale ${copy.ticketNumber}`)
  expect((await standing('#9703')).map((sale) => sale.saleID)).toEqual([copy.saleID])
  expect(await stack.stockOf('GLOVES-ORG')).toMatchObject({ Eugene: 3 })
})

test('Archive: an open sale of another total stands in the way; without it the push goes on', async ({
  desk,
}) => {
  await stack.setStock('SCARF-ORG', { Medford: 2 })
  await holdUp('POST', '9704-1')
  await stack.send('hold', stack.order('#9704', [line('SCARF-ORG', 1)]))
  const payload = await requireCreate('9704-1')
  const more = { itemID: '0', unitQuantity: 1, unitPrice: '5.00', tax: false }
  await till('POST', 'Sale', {
    ...payload,
    SaleLines: { SaleLine: [...payload.SaleLines.SaleLine, more] },
  })
  const other = await onlySale('#9704')
  await openOrder(desk, '#9704', 'attention')
  await expect(card(desk)).toContainText('instead of')
  await everyLook(desk, 'attention-open')
  await confirmed(desk, 'Archive this sale', /has moved no stock/)
  await settled(desk)
  const sale = await completed('#9704')
  expect(sale.saleID).not.toBe(other.saleID)
  expect(await stack.stockOf('SCARF-ORG')).toMatchObject({ Medford: 1 })
})
