import type { Page } from '@playwright/test'
import { accessible, everyLook, shot } from './looks'
import { expect, openOrder, test } from './people'
import { line, stack } from './stack'

const office = (change: Record<string, unknown>) => stack.simulator('/office', 'PUT', change)

async function openSettings(page: Page): Promise<void> {
  await page.goto(`${stack.url}/lightspeed`)
  await shot(page, 'lightspeed-accounts')
  await page.getByRole('link', { name: 'How sales are written' }).click()
  await expect(page.getByRole('heading', { name: 'How sales are written' })).toBeVisible()
}
const employee = (page: Page) => page.getByRole('combobox', { name: 'Sales are booked under' })
const registerOf = (page: Page, store: string) =>
  page.getByRole('region', { name: 'Employee and registers' }).getByRole('combobox', { name: store })
const paidAs = (page: Page, method: string) =>
  page.getByRole('region', { name: 'Payments' }).getByRole('combobox', { name: method })
const rounding = (page: Page) => page.getByRole('combobox', { name: 'A line named Rounding' })
const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true })
const said = (page: Page) => page.getByRole('status', { name: 'Latest result' })
const alert = (page: Page) => page.getByRole('region', { name: 'Save' }).getByRole('alert')

const written = async (number: string) =>
  (await stack.salesOf(number)).map(({ completed, shop, register, employee: by, paidAs: as }) =>
    [completed ? 'completed' : 'open', shop, register, by, ...as].join(' · '),
  )

test('a manager says how sales are written; what Lightspeed has locked since is told, and the sale is as they say', async ({
  desk,
}) => {
  await stack.setStock('PUMP-RED', { Eugene: 5, Bend: 5 })
  await stack.send('hold', stack.order('#9410', [line('PUMP-RED', 6)]))
  await openSettings(desk)
  await expect(save(desk)).toBeDisabled()
  await employee(desk).selectOption('Paula Grant')
  await registerOf(desk, 'Eugene').selectOption('Counter')
  await paidAs(desk, 'shopify_payments').selectOption('Credit Card')
  await expect(desk.getByText('Not saved yet.')).toBeVisible()
  await save(desk).click()
  await expect(said(desk)).toHaveText('Saved. Sales made from now on are written so.')
  await expect(desk.getByText(/^Marco Bell saved this/)).toBeVisible()

  await office({ employeeID: '2', lockOut: true })
  try {
    await desk.getByRole('button', { name: 'Read again' }).click()
    await expect(employee(desk)).toHaveAccessibleDescription(/refuses sales until another employee is chosen/)
    await everyLook(desk, 'sale-settings-locked')
    await rounding(desk).selectOption('$0.02 for each line of the sale')
    await save(desk).click()
    await expect(alert(desk)).toContainText('this employee may not sell in Lightspeed any more')
    await employee(desk).selectOption('Dana Cole')
    await save(desk).click()
    await expect(said(desk)).toHaveText('Saved. Sales made from now on are written so.')
    await expect(alert(desk)).toHaveCount(0)
    await openOrder(desk, '#9410', 'needs-action')
    await desk.getByRole('button', { name: 'Push here: Eugene' }).click()
    await desk.getByRole('button', { name: 'Push anyway' }).click()
    await expect
      .poll(() => written('#9410'))
      .toEqual(['completed · Eugene · Counter · Dana Cole · Credit Card'])
  } finally {
    await office({ employeeID: '2', lockOut: false })
  }
})

test('two people at once: the second is told and loses nothing; who only looks reads it', async ({
  desk,
  owner,
  viewer,
}) => {
  const page = await owner.newPage()
  await openSettings(page)
  await openSettings(desk)
  await registerOf(page, 'Eugene').selectOption('Web')
  await save(page).click()
  await expect(said(page)).toHaveText(/^Saved/)

  await paidAs(desk, 'shopify_payments').selectOption('Like all others')
  await save(desk).click()
  await expect(alert(desk)).toContainText('somebody else changed these settings meanwhile')
  await expect(registerOf(desk, 'Eugene')).toHaveValue('3')
  await expect(paidAs(desk, 'shopify_payments')).toHaveValue('')
  await accessible(desk)
  await shot(desk, 'sale-settings-conflict')
  await save(desk).click()
  await expect(said(desk)).toHaveText(/^Saved/)
  await page.close()

  const reader = await viewer.newPage()
  await openSettings(reader)
  await expect(employee(reader)).toBeDisabled()
  await expect(registerOf(reader, 'Eugene')).toBeDisabled()
  await expect(save(reader)).toHaveCount(0)
  await expect(reader.getByRole('region', { name: 'Save' })).toHaveText(
    /^You can look, but not change anything/,
  )
  await accessible(reader)
  await shot(reader, 'sale-settings-read')
  await reader.close()
})
