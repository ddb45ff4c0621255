import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { TSX } from '../lib/commands/start/stand-ins'
import { everyLook } from './looks'
import { expect, openOrder, test } from './people'
import { E2E_DATA, line, stack } from './stack'

/** `npm run restore -- --mark`, as a person types it who has restored the database by its own tools. */
const markRestored = () =>
  promisify(execFile)(process.execPath, [...TSX, 'lib/commands/backup/restore.ts', '--mark'], {
    env: { ...process.env, DATA_DIR: E2E_DATA, DATABASE_URL: '' },
  })

test('a sale voided at the till is found by itself: in attention, and the checks say that it is lost', async ({
  desk,
}) => {
  await stack.setStock('PILLOW-GRY', { Bend: 2 })
  await stack.send('split', stack.order('#9541', [line('PILLOW-GRY', 1)]))
  await expect.poll(async () => (await stack.salesOf('#9541')).map((sale) => sale.completed)).toEqual([true])
  await desk.goto(`${stack.url}/queue`)
  await desk.getByRole('link', { name: 'Health', exact: true }).click()
  await expect(desk.getByRole('heading', { name: 'Checked against Lightspeed' })).toBeVisible()
  const lost = desk.getByRole('region', { name: 'Checked against Lightspeed' }).getByRole('definition').nth(1)
  const before = Number(await lost.textContent())
  const [sale] = await stack.salesOf('#9541')
  await stack.simulator('/void', 'POST', { saleID: sale?.saleID ?? '', reason: 'wrong store' })
  // Nobody reloads anything: the next comparison finds it, and the page asks for itself.
  await expect(lost).toHaveText(String(before + 1), { timeout: 120_000 })
  await expect(desk.getByText(`${before + 1} lost`)).toBeVisible()
  await expect(desk.getByText('Does not agree')).toBeVisible()
  await everyLook(desk, 'health')
  await desk.getByRole('link', { name: 'Open the orders in attention' }).click()
  await expect(desk.getByRole('link', { name: 'Order #9541' })).toBeVisible()
  await openOrder(desk, '#9541')
  await expect(desk.getByRole('region', { name: 'Needs attention' })).toContainText(
    'Somebody voided or archived a sale of this order in Lightspeed.',
  )
})

test('after a restore nothing is pushed until Lightspeed was read; every page says so, and it goes on by itself', async ({
  desk,
}) => {
  await stack.setStock('PILLOW-GRY', {})
  await stack.send('hold', stack.order('#9542', [line('PILLOW-GRY', 1)]))
  await openOrder(desk, '#9542', 'needs-action')
  // Lightspeed's sales cannot be read for now, so it stays off for as long as it is looked at.
  await stack.simulator('/faults', 'POST', {
    kind: 'down',
    match: { pathIncludes: '/Sale.json' },
    times: 1_000,
  })
  const banner = desk.getByRole('alert').filter({ hasText: 'The database was restored from a backup' })
  try {
    await markRestored()
    await desk.reload()
    await expect(banner).toBeVisible()
    await desk.getByRole('button', { name: 'Push here: Bend' }).click()
    const dialog = desk.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Push anyway' }).click()
    await expect(dialog.getByRole('alert')).toContainText(
      'Nothing is pushed until every sale made since is read',
    )
    await desk.goto(`${stack.url}/queue`)
    await everyLook(desk, 'pushing-off')
    await banner.getByRole('link', { name: 'See how far it is' }).click()
    await expect(desk.getByText('Pushing is off', { exact: true })).toBeVisible()
    await everyLook(desk, 'checks-off')
    expect(await stack.salesOf('#9542')).toEqual([])
  } finally {
    await stack.simulator('/faults', 'DELETE')
  }
  // An order that comes in meanwhile waits, and is pushed as soon as pushing is on again.
  await stack.setStock('PILLOW-GRY', { Bend: 1 })
  await stack.send('split', stack.order('#9543', [line('PILLOW-GRY', 1)]))
  await expect(banner).toHaveCount(0, { timeout: 180_000 })
  await expect
    .poll(async () => (await stack.salesOf('#9543')).map((sale) => sale.completed), { timeout: 120_000 })
    .toEqual([true])
})
