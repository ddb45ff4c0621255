import { everyLook } from './looks'
import { expect, openOrder, test } from './people'
import { line, stack } from './stack'

const office = (change: Record<string, unknown>) => stack.simulator('/office', 'PUT', change)

const mailAbout = async (number: string) =>
  (await stack.mailsTo('ana@northwind.example')).find((mail) => mail.subject.includes(number))

test('a closed register: the manager reads which one and what to do; opened, the same order is pushed', async ({
  desk,
}) => {
  await stack.setStock('PILLOW-GRY', { Eugene: 3 })
  const registerID = String(Object.keys(await stack.stockOf('PILLOW-GRY')).indexOf('Eugene') + 1)
  await stack.simulator('/settings', 'PUT', { closedRegister: 'refused' })
  await office({ registerID, open: false })
  try {
    await stack.send('hold', stack.order('#9601', [line('PILLOW-GRY', 1)]))
    await openOrder(desk, '#9601', 'needs-action')
    const why = desk.getByRole('region', { name: 'Why it is held' })
    const sentence =
      'The register “Web” of Eugene is closed. Open it in Lightspeed, then push again, or push to another store.'
    await expect(why).toContainText(sentence)
    await expect
      .poll(async () => (await mailAbout('#9601'))?.text.replaceAll(/\s+/g, ' ') ?? '')
      .toContain(sentence)
    expect(await stack.salesOf('#9601')).toEqual([])
    await everyLook(desk, 'refused-register')
  } finally {
    await office({ registerID, open: true })
    await stack.simulator('/settings', 'PUT', { closedRegister: 'accepted' })
  }
  await desk.getByRole('button', { name: 'Push here: Eugene' }).click()
  const dialog = desk.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Push', exact: true }).click()
  await expect
    .poll(async () => (await stack.salesOf('#9601')).map((sale) => [sale.shop, sale.completed]))
    .toEqual([['Eugene', true]])
})

test('an item archived meanwhile: neither store’s sale stays behind, and the item is named', async ({
  desk,
}) => {
  await stack.setStock('HAMMOCK-ORG', { Bend: 2 })
  await stack.setStock('POUCH-GRN', { Salem: 2 })
  await stack.send('hold', stack.order('#9602', [line('HAMMOCK-ORG', 1), line('POUCH-GRN', 1)]))
  await openOrder(desk, '#9602', 'needs-action')
  await expect(desk.getByRole('region', { name: 'Suggestions' })).toContainText('2 sales')
  await office({ sku: 'POUCH-GRN', archived: true })
  await desk.getByRole('button', { name: 'Split by hand' }).click()
  await desk.getByRole('button', { name: 'Suggest', exact: true }).click()
  await desk.getByRole('button', { name: /^Push this split to/ }).click()
  await desk.getByRole('dialog').getByRole('button', { name: 'Push', exact: true }).click()
  const why = desk.getByRole('region', { name: 'Why it is held' })
  await expect(why).toContainText(
    'Lightspeed refused the sale: “Test POUCH-GRN” is archived in Lightspeed. Take it out of the archive there, then push again.',
  )
  expect(await stack.salesOf('#9602')).toEqual([])
  expect(await stack.stockOf('HAMMOCK-ORG')).toMatchObject({ Bend: 2 })
  await everyLook(desk, 'refused-item')
  await office({ sku: 'POUCH-GRN', archived: false })
})
