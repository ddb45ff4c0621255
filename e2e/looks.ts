import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** Written on each run, for people to look at; git ignores it. */
export const shot = (page: Page, name: string) =>
  page.screenshot({ path: `screenshots/${name}.png`, fullPage: true })

/**
 * Nothing on the page that axe calls a violation. It runs in the page itself: ours have no frames, and a second page to
 * gather their answers in costs more than the look. What passes is not described in full.
 */
export async function accessible(page: Page): Promise<void> {
  // A message half faded in or out has other colours than it is read in; without motion it is there or it is not.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await still(page)
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] })
  const { violations } = await axe.analyze()
  await page.emulateMedia({ reducedMotion: null })
  expect(violations.map((one) => [one.id, one.nodes.map((node) => node.target.join(' '))])).toEqual([])
}

const WIDTHS = { wide: { width: 1280, height: 900 }, narrow: { width: 360, height: 780 } }

/**
 * The page at both sizes, light and dark: looked at by axe, kept as pictures, never wider than the screen. The page is
 * loaded anew once; `unfold` brings it back to what is to be seen.
 */
export async function everyLook(page: Page, name: string, unfold?: () => Promise<void>): Promise<void> {
  await page.reload()
  await page.waitForLoadState('networkidle')
  await unfold?.()
  for (const [size, viewport] of Object.entries(WIDTHS)) {
    await page.setViewportSize(viewport)
    for (const scheme of ['light', 'dark'] as const) {
      await wear(page, scheme)
      await accessible(page)
      // A bar that sticks would stand across the middle of a picture of the whole page.
      await page.evaluate(() => window.scrollTo(0, 0))
      await shot(page, `${name}-${size}-${scheme}`)
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(overflow, `${name} ${size} ${scheme} scrolls sideways`).toBeLessThanOrEqual(0)
    }
  }
  await page.setViewportSize(WIDTHS.wide)
}

/** Changes light for dark as a press on the switch in another tab would, and waits until colours stand still. */
async function wear(page: Page, scheme: 'light' | 'dark'): Promise<void> {
  // A page just loaded may not listen yet, so it is told until it has heard.
  await expect(async () => {
    await page.evaluate((wanted) => {
      localStorage.setItem('theme', wanted)
      window.dispatchEvent(new StorageEvent('storage', { key: 'theme', newValue: wanted }))
    }, scheme)
    await expect(page.locator('html')).toHaveClass(new RegExp(`\\b${scheme}\\b`), { timeout: 1_000 })
  }).toPass({ timeout: 60_000 })
  await still(page)
}

/** Waits for all that moves; what turns for ever, such as a spinner, is not waited for. */
async function still(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const ending = document
      .getAnimations()
      .filter((one) => one.effect?.getComputedTiming().endTime !== Infinity)
    await Promise.all(ending.map((one) => one.finished.catch(() => null)))
  })
}
