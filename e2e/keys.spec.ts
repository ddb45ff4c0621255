import { accessible, shot } from './looks'
import { confirmSignIn, expect, test } from './people'
import { line, stack } from './stack'

test('from the mail’s link to a pushed split without a mouse', async ({ browser }) => {
  await stack.setStock('CAP-RED', { Bend: 1, Salem: 1 })
  await stack.send('hold', stack.order('#9341', [line('CAP-RED', 2)]))
  const mailOf = async () =>
    (await stack.mailsTo('ana@northwind.example')).find((mail) => mail.subject.includes('#9341'))
  await expect.poll(async () => (await mailOf()) !== undefined).toBe(true)
  const context = await browser.newContext()
  const page = await context.newPage()
  const { keyboard } = page
  await page.goto(/https?:\/\/\S+\/queue\/[0-9a-f-]+/.exec((await mailOf())?.text ?? '')?.[0] ?? '')
  await expect(page).toHaveURL(/\/sign-in/)
  const focusOn = async (name: string | RegExp, role: 'textbox' | 'button') => {
    const wanted = page.getByRole(role, { name }).first()
    for (let tabs = 0; tabs < 60; tabs += 1) {
      if (await wanted.evaluate((element) => element === document.activeElement)) return
      await keyboard.press('Tab')
    }
    throw new Error(`${String(name)} is not reached by Tab`)
  }
  await expect(page.getByRole('textbox', { name: 'Email' })).toBeVisible()
  await focusOn('Email', 'textbox')
  await keyboard.type('ana@northwind.example')
  // Held orders are mailed to her as well.
  const links = async () =>
    (await stack.mailsTo('ana@northwind.example')).filter((mail) => mail.subject.startsWith('Sign in')).length
  const before = await links()
  await keyboard.press('Enter')
  await expect.poll(links).toBeGreaterThan(before)
  await confirmSignIn(page, 'ana@northwind.example', async () => {
    await focusOn(/^Sign in as/, 'button')
    await keyboard.press('Enter')
  })
  await expect(page.getByRole('heading', { name: 'Order #9341' })).toBeVisible()

  // S opens the split in its first field; what is typed there is a store's share.
  await expect(async () => {
    await keyboard.press('s')
    await expect(page.getByRole('spinbutton').first()).toBeFocused({ timeout: 1_000 })
  }).toPass()
  await expect(page.getByRole('status', { name: 'Left to place' })).toContainText('0 left to place')
  await focusOn(/^Push this split to/, 'button')
  await keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await expect(dialog).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Push', exact: true })).toBeEnabled()
  await focusOn(/^Push$/, 'button')
  await keyboard.press('Enter')
  await expect
    .poll(async () => (await stack.salesOf('#9341')).map((sale) => [sale.shop, sale.completed]).toSorted())
    .toEqual([
      ['Bend', true],
      ['Salem', true],
    ])
  await context.close()
})

test('keys move, select and ask; they are silent while somebody types, and can be switched off', async ({
  desk,
}) => {
  await stack.setStock('CAP-GRN', {})
  await stack.send('hold', stack.order('#9342', [line('CAP-GRN', 1)]))
  await stack.send('hold', stack.order('#9343', [line('CAP-GRN', 1)]))
  await expect(async () => {
    await desk.goto(`${stack.url}/queue?search=cap-grn`)
    await expect(desk.getByRole('link', { name: /^Order #934/ })).toHaveCount(2, { timeout: 4_000 })
  }).toPass()
  const { keyboard } = desk
  const link = (number: string) => desk.getByRole('link', { name: `Order ${number}` })
  await expect(async () => {
    await keyboard.press('j')
    await expect(link('#9342')).toBeFocused({ timeout: 1_000 })
  }).toPass()
  await keyboard.press('j')
  await expect(link('#9343')).toBeFocused()
  await keyboard.press('k')
  await keyboard.press('x')
  await expect(desk.getByRole('checkbox', { name: 'Select order #9342' })).toBeChecked()
  await keyboard.press('v')
  await expect(desk.getByRole('dialog', { name: 'Void 1 order?' })).toBeVisible()
  // In a dialog letters mean nothing.
  await keyboard.press('x')
  await keyboard.press('Escape')
  await expect(desk.getByRole('dialog')).toHaveCount(0)
  await expect(desk.getByRole('checkbox', { name: 'Select order #9342' })).toBeChecked()

  await keyboard.press('/')
  await expect(desk.getByRole('searchbox', { name: 'Search orders' })).toBeFocused()
  await keyboard.type('v')
  await expect(desk.getByRole('dialog')).toHaveCount(0)
  await desk.goto(`${stack.url}/queue?search=cap-grn`)
  await expect(link('#9342')).toBeVisible()

  await expect(async () => {
    await keyboard.press('?')
    await expect(desk.getByRole('dialog', { name: 'Keys' })).toBeVisible({ timeout: 1_000 })
  }).toPass()
  await accessible(desk)
  await shot(desk, 'keys')
  await desk.getByRole('checkbox', { name: 'Single letters do something' }).uncheck()
  await desk.getByRole('button', { name: 'Close' }).click()
  await keyboard.press('j')
  await expect(link('#9342')).not.toBeFocused()
  // Ctrl K still finds an order, by what anybody would type.
  await keyboard.press('Control+k')
  const palette = desk.getByRole('dialog', { name: 'Find an order or do something' })
  await palette.getByRole('combobox', { name: 'Order, or what to do' }).fill('9343')
  await expect(palette.getByRole('option', { name: /#9343/ })).toBeVisible()
  await accessible(desk)
  await shot(desk, 'palette')
  await keyboard.press('Enter')
  await expect(desk.getByRole('heading', { name: 'Order #9343' })).toBeVisible()
  await desk.evaluate(() => localStorage.removeItem('keys'))
  // G then T, from anywhere.
  await desk.reload()
  await expect(async () => {
    await keyboard.press('g')
    await keyboard.press('t')
    await expect(desk).toHaveURL(/\/transfers/, { timeout: 1_000 })
  }).toPass()
})
