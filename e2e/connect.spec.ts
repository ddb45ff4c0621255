import type { Page } from '@playwright/test'
import { accessible, everyLook, shot } from './looks'
import { expect, openOrder, test } from './people'
import { line, stack } from './stack'

const ACCOUNT = 'Northwind'

/** Presses a button of ours that leads to Lightspeed, and answers on its page. */
async function goThrough(page: Page, press: RegExp, say: 'Allow' | 'Deny'): Promise<void> {
  await page.getByRole('button', { name: press }).click()
  await expect(page.getByRole('heading', { name: /^Allow Order Queue/ })).toBeVisible()
  await page.getByRole('button', { name: say }).click()
  await expect(page.getByRole('heading', { name: 'Lightspeed accounts' })).toBeVisible()
}

const connection = (page: Page) => page.getByRole('status', { name: 'Connection' })

test('an account is connected at Lightspeed itself: denied first, then allowed', async ({ owner }) => {
  const page = await owner.newPage()
  await page.goto(`${stack.url}/queue`)
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Lightspeed' }).click()
  const box = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: ACCOUNT }) })
  await expect(box).toContainText('Connected')
  await expect(box).toContainText('Bend')

  await goThrough(page, /^Reconnect /, 'Deny')
  await expect(connection(page)).toContainText('Access was not allowed at Lightspeed. Nothing was changed.')
  // No code, state or answer of Lightspeed's is left in the address.
  expect(new URL(page.url()).search).toBe('')

  await goThrough(page, /^Reconnect /, 'Allow')
  await expect(connection(page)).toContainText('The account is connected.')
  await expect(box).toContainText('by Ana')
  await box.getByText('What was done to it').click()
  await expect(box).toContainText(/Ana .*connected it/)
  await everyLook(page, 'lightspeed')

  await page.getByRole('button', { name: /^Disconnect / }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('its 12 stores take no orders')
  await accessible(page)
  await dialog.getByRole('button', { name: 'Disconnect', exact: true }).click()
  await expect(box).toContainText('Disconnected')
  await shot(page, 'lightspeed-disconnected')
  await goThrough(page, /^Reconnect /, 'Allow')
  await expect(connection(page)).toContainText('The account is connected.')
  await expect(box).toContainText('Stock is read here')
  await page.close()
})

test('an answer that is not one’s own is not taken: made up, used twice, or given to another', async ({
  owner,
  desk,
}) => {
  const page = await owner.newPage()
  const callback = (state: string) => `${stack.url}/api/lightspeed/callback?code=x&state=${state}`
  for (const state of ['made-up', '', 'https://evil.example/']) {
    await page.goto(callback(encodeURIComponent(state)))
    await expect(page.getByText('did not belong to a connection that you began here')).toBeVisible()
    expect(new URL(page.url()).origin).toBe(stack.url)
  }
  let used = ''
  page.on('request', (request) => {
    if (request.url().includes('/api/lightspeed/callback')) used = request.url()
  })
  await page.goto(`${stack.url}/lightspeed`)
  await goThrough(page, /^Reconnect /, 'Allow')
  await expect(connection(page)).toContainText('The account is connected.')
  await page.goto(used)
  await expect(page.getByRole('main').getByText('was used before or came too late')).toBeVisible()
  await page.close()
  // A manager has no right to connect, and is told why before pressing anything.
  await desk.goto(used)
  await expect(desk.getByText('Nothing was changed. Press Connect')).toBeVisible()
  const button = desk.getByRole('button', { name: /^Reconnect / })
  await expect(button).toBeDisabled()
  await expect(button).toHaveAttribute('title', 'Only an owner can do this.')
})

test('after a dead token orders wait, everybody is told, and reconnecting lets them go on', async ({
  owner,
  desk,
}) => {
  // One order is on its way already, still within its undo time …
  await stack.setStock('SOCKS-YLW', { Bend: 1, Salem: 1 })
  await stack.send('hold', stack.order('#9502', [line('SOCKS-YLW', 2)]))
  await openOrder(desk, '#9502', 'needs-action')
  await desk.getByRole('button', { name: 'Push here: Bend' }).click()
  await desk.getByRole('button', { name: 'Push anyway' }).click()
  await expect(desk.getByRole('region', { name: 'Pushing' })).toBeVisible()
  // … when the connection dies, as it does when the employee who allowed it is locked; then another one comes.
  await stack.simulator('/tokens', 'POST', { end: 'all' })
  await stack.setStock('MUG-YLW', { Salem: 3 })
  await stack.send('hold', stack.order('#9501', [line('MUG-YLW', 1)]))

  const banner = desk.getByRole('alert').filter({ hasText: 'no longer accepts our access' })
  await expect(banner).toContainText(`access to ${ACCOUNT}`)
  await expect(banner).toContainText(/Ask Ana.* to do that\./)
  await openOrder(desk, '#9501')
  await accessible(desk)
  await shot(desk, 'reconnect-order')
  const page = await owner.newPage()
  await page.goto(`${stack.url}/queue`)
  await page.getByRole('link', { name: 'Connect it again' }).click()
  await expect(page.getByRole('heading', { name: 'Lightspeed accounts' })).toBeVisible()
  await expect(page.getByRole('list', { name: 'Accounts' })).toContainText('Orders wait and go on')
  await everyLook(page, 'lightspeed-reconnect')
  expect(await stack.salesOf('#9501')).toEqual([])
  expect(await stack.salesOf('#9502')).toEqual([])

  await goThrough(page, /^Reconnect /, 'Allow')
  await expect(connection(page)).toContainText('The account is connected.')
  for (const [number, shop] of [
    ['#9501', 'Salem'],
    ['#9502', 'Bend'],
  ] as const)
    await expect
      .poll(async () => (await stack.salesOf(number)).map((sale) => [sale.shop, sale.completed]))
      .toEqual([[shop, true]])
  await expect(banner).toHaveCount(0)
  await page.close()
})
