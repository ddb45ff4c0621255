import { test as base, expect, type Browser, type BrowserContext, type Page } from '@playwright/test'
import { stack } from './stack'

/** Signs in as a person does: asks for a link, opens the mail's page, presses the button. */
export async function signIn(page: Page, email: string): Promise<void> {
  // Held orders are mailed to some people as well.
  const links = async () =>
    (await stack.mailsTo(email)).filter((mail) => mail.subject.startsWith('Sign in')).length
  const before = await links()
  await page.goto(`${stack.url}/sign-in`)
  await page.getByRole('textbox', { name: 'Email' }).fill(email)
  await page.getByRole('button', { name: 'Send me a link' }).click()
  await expect(page.getByRole('heading', { name: 'Check your mail' })).toBeVisible()
  await expect.poll(links).toBeGreaterThan(before)
  await confirmSignIn(page, email)
}

/** Opens the newest sign-in mail's link, which signs nobody in, and presses its button, with the mouse unless told how. */
export async function confirmSignIn(page: Page, email: string, press?: () => Promise<void>): Promise<void> {
  const mail = (await stack.mailsTo(email)).find((one) => one.subject.startsWith('Sign in'))
  const link = /https?:\/\/\S+\/sign-in\/confirm\S+/.exec(mail?.text ?? '')?.[0]
  expect(link, 'the mail has a link').toBeTruthy()
  await page.goto(link ?? '')
  if (press) await press()
  else await page.getByRole('button', { name: /^Sign in as/ }).click()
}

async function signedIn(browser: Browser, email: string): Promise<BrowserContext> {
  const context = await browser.newContext()
  const page = await context.newPage()
  await signIn(page, email)
  await expect(page.getByRole('navigation', { name: 'Queue tabs' })).toBeVisible()
  await page.close()
  return context
}

interface People {
  /** Signed-in browsers, one sign-in per person for the whole run. */
  manager: BrowserContext
  owner: BrowserContext
  viewer: BrowserContext
}

export const test = base.extend<{ desk: Page }, People>({
  manager: [
    async ({ browser }, use) => {
      const context = await signedIn(browser, 'marco@northwind.example')
      await use(context)
      await context.close()
    },
    { scope: 'worker' },
  ],
  owner: [
    async ({ browser }, use) => {
      const context = await signedIn(browser, 'ana@northwind.example')
      await use(context)
      await context.close()
    },
    { scope: 'worker' },
  ],
  viewer: [
    async ({ browser }, use) => {
      const context = await signedIn(browser, 'vera@northwind.example')
      await use(context)
      await context.close()
    },
    { scope: 'worker' },
  ],
  /** A page of the manager's. */
  desk: async ({ manager }, use) => {
    const page = await manager.newPage()
    await use(page)
    await page.close()
  },
})

/** Finds an order by its number in a tab of the queue and opens it. */
export async function openOrder(page: Page, number: string, tab = 'all'): Promise<void> {
  await expect(async () => {
    await page.goto(`${stack.url}/queue?tab=${tab}&search=${encodeURIComponent(number)}`)
    await page.getByRole('link', { name: `Order ${number}` }).click({ timeout: 4_000 })
  }).toPass()
  await expect(page.getByRole('heading', { name: `Order ${number}` })).toBeVisible()
}

export { expect } from '@playwright/test'
