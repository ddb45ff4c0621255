import type { Page } from '@playwright/test'
import { accessible, everyLook, shot } from './looks'
import { expect, openOrder, test } from './people'
import { line, stack } from './stack'

const CHANNEL = 'Northwind web shop'

async function openPolicy(page: Page): Promise<void> {
  await page.goto(`${stack.url}/queue`)
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Integrations' }).click()
  await page.getByRole('link', { name: CHANNEL }).click()
  await expect(page.getByRole('heading', { name: `Policy of ${CHANNEL}` })).toBeVisible()
}

/** An order that no store can fill alone, and two can together. */
async function sendSpread(number: string): Promise<void> {
  await stack.setStock('SCARF-GRN', { Bend: 1 })
  await stack.setStock('SCARF-RED', { Salem: 1 })
  await stack.send('hold', stack.order(number, [line('SCARF-GRN', 1), line('SCARF-RED', 1)]))
}

async function makeLive(page: Page, look?: () => Promise<void>): Promise<void> {
  await page.getByRole('button', { name: 'Make it live…' }).click()
  const dialog = page.getByRole('dialog', { name: `Make this the policy of ${CHANNEL}?` })
  await expect(dialog.getByRole('status', { name: 'Effect on past orders' })).toContainText(
    /orders? would have/,
  )
  await look?.()
  await dialog.getByRole('button', { name: 'Make it live' }).click()
  await expect(dialog).toBeHidden()
}

test('from hold if short to split: drafted, tried, made live; the next order splits by itself', async ({
  desk,
  owner,
}) => {
  await sendSpread('#9301')
  await openOrder(desk, '#9301', 'needs-action')
  await openPolicy(desk)
  const sentence = desk.getByRole('status', { name: 'What will happen' })
  await expect(sentence).toContainText('if none does, it is held')
  await expect(desk.getByRole('button', { name: 'Save draft' })).toBeDisabled()
  await desk.getByRole('radio', { name: 'Split' }).check()
  await desk.getByRole('textbox', { name: 'Most sales of one order' }).fill('3')
  await expect(sentence).toContainText('split over the fewest stores that do, at most 3')
  await desk.getByRole('button', { name: 'Try it on past orders' }).click()
  await expect(desk.getByRole('status', { name: 'Effect on past orders' })).toContainText(
    /\d+ of the last \d+ orders would have come out differently/,
  )
  const changed = desk.getByRole('list', { name: 'Orders that change' }).getByRole('listitem')
  const ours = changed.filter({ has: desk.getByRole('link', { name: '#9301' }) })
  await expect(ours).toContainText('Held: no store has all of it')
  await expect(ours).toContainText(/Split: (Bend \+ Salem|Salem \+ Bend)/)

  // Somebody else had the page open: the second to save is told, and nothing of theirs is stored.
  const ana = await owner.newPage()
  await openPolicy(ana)
  await ana.getByRole('radio', { name: 'Best store' }).check()
  await desk.getByRole('button', { name: 'Save draft' }).click()
  await expect(desk.getByText(/saved this draft/)).toBeVisible()
  await ana.getByRole('button', { name: 'Save draft' }).click()
  await expect(ana.getByRole('status', { name: 'Latest result' })).toContainText(
    'Marco Bell saved a draft meanwhile',
  )
  await ana.close()

  await makeLive(desk, async () => {
    await accessible(desk)
    await shot(desk, 'policy-make-live')
  })
  try {
    await sendSpread('#9302')
    await expect
      .poll(async () =>
        (await stack.salesOf('#9302'))
          .filter((sale) => sale.completed)
          .map((sale) => sale.shop)
          .toSorted(),
      )
      .toEqual(['Bend', 'Salem'])
    await expect(desk.getByRole('list', { name: 'Versions' }).getByRole('listitem').first()).toContainText(
      'Made live by Marco Bell',
    )
    await expect(desk.getByRole('list', { name: 'Changes' })).toContainText(
      /Marco Bell made version \d+ live/,
    )
  } finally {
    // Back to the version before, so that other journeys find the channel as they know it.
    await desk
      .getByRole('button', { name: /^Go back to version/ })
      .first()
      .click()
    await expect(desk.getByText(/saved this draft/)).toBeVisible()
    await expect(sentence).toContainText('if none does, it is held')
    await makeLive(desk)
    await expect(desk.getByText(/is live\. Change something/)).toBeVisible()
  }
})

test('stores are put in order by pointer, by keys and by buttons', async ({ desk }) => {
  await openPolicy(desk)
  await desk.getByRole('radio', { name: 'Only these, in this order' }).check()
  const names = () =>
    desk
      .getByRole('list', { name: 'Stores in order' })
      .getByRole('checkbox')
      .evaluateAll((boxes) =>
        boxes.map((box) => box.closest('label')?.querySelector('.font-medium')?.textContent),
      )
  const [first, second, third] = await names()
  await desk.getByRole('button', { name: `${second} up` }).click()
  expect((await names()).slice(0, 3)).toEqual([second, first, third])

  const grip = desk.getByRole('button', { name: `Move ${second}` })
  await grip.focus()
  for (const key of ['Space', 'ArrowDown', 'ArrowDown']) await desk.keyboard.press(key)
  await expect(desk.getByRole('status', { name: 'Order of stores' })).toContainText(`${second}, place 3 of`)
  expect((await names()).slice(0, 3)).toEqual([first, third, second])
  await desk.keyboard.press('Escape')
  expect((await names()).slice(0, 3)).toEqual([second, first, third])
  await expect(grip).toBeFocused()

  const handle = await desk.getByRole('button', { name: `Move ${third}` }).boundingBox()
  const target = await grip.boundingBox()
  if (!handle || !target) throw new Error('a row has no place')
  await desk.mouse.move(handle.x + 10, handle.y + 10)
  await desk.mouse.down()
  await desk.mouse.move(handle.x + 10, target.y + 4, { steps: 8 })
  await desk.mouse.up()
  expect((await names()).slice(0, 3)).toEqual([third, second, first])
  await expect(desk.getByRole('status', { name: 'What will happen' })).toContainText(
    `in this order: ${third}, then ${second}`,
  )
})

test('a viewer can look and try, and is told why nothing can be saved', async ({ viewer }) => {
  const page = await viewer.newPage()
  await openPolicy(page)
  await page.getByRole('radio', { name: 'Best store' }).check()
  const save = page.getByRole('button', { name: 'Save draft' })
  await expect(save).toBeDisabled()
  await expect(save).toHaveAttribute('title', /look, but not change/)
  await page.close()
})

test('list and editor look right and are accessible at every size', async ({ desk }) => {
  await desk.goto(`${stack.url}/integrations`)
  await expect(desk.getByRole('list', { name: 'Channels' }).getByRole('listitem')).toHaveCount(4)
  await everyLook(desk, 'integrations')
  await openPolicy(desk)
  await everyLook(desk, 'policy', async () => {
    await desk.getByRole('radio', { name: 'Split' }).check()
    await desk.getByRole('radio', { name: 'Only these, in this order' }).check()
    await desk.getByRole('button', { name: 'Add a rule' }).click()
    await desk.getByRole('button', { name: 'Add a rule' }).click()
    await desk.getByRole('textbox', { name: 'Rule 1: Amount in USD' }).fill('500')
    await desk.getByRole('button', { name: 'Remove rule 2' }).click()
    await desk.getByRole('button', { name: 'Try it on past orders' }).click()
    await expect(desk.getByRole('status', { name: 'Effect on past orders' })).toBeVisible()
    await desk.getByRole('button', { name: 'Add a rule' }).click()
  })
})
