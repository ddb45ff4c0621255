import { accessible, everyLook, shot } from './looks'
import { expect, signIn, test } from './people'
import { stack } from './stack'

test('an owner invites somebody, who signs in by the mail; a role changed and a removal count at once', async ({
  owner,
  viewer,
  browser,
}) => {
  const ana = await owner.newPage()
  await ana.goto(`${stack.url}/team`)
  await everyLook(ana, 'team')
  await ana.getByRole('button', { name: 'Invite somebody…' }).click()
  const dialog = ana.getByRole('dialog')
  await expect(dialog.getByRole('button', { name: 'Invite' })).toBeDisabled()
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Nora Voss')
  await dialog.getByRole('textbox', { name: 'Email' }).fill('nora@northwind.example')
  await dialog.getByRole('radio', { name: 'Viewer' }).check()
  await accessible(ana)
  await shot(ana, 'invite')
  await dialog.getByRole('button', { name: 'Invite' }).click()
  const people = ana.getByRole('list', { name: 'People' })
  const row = people.getByRole('listitem').filter({ hasText: 'nora@northwind.example' })
  await expect(row).toContainText('Viewer')
  const mail = async () =>
    (await stack.mailsTo('nora@northwind.example')).find((one) => one.subject.includes('invites you'))
  await expect.poll(async () => (await mail())?.text).toContain('/sign-in')

  const context = await browser.newContext()
  const nora = await context.newPage()
  await signIn(nora, 'nora@northwind.example')
  await expect(nora.getByRole('navigation', { name: 'Queue tabs' })).toBeVisible()
  await nora.goto(`${stack.url}/team`)
  await expect(nora.getByRole('button', { name: 'Invite somebody…' })).toBeDisabled()

  await row.getByRole('button', { name: 'Change Nora Voss…' }).click()
  await dialog.getByRole('radio', { name: 'Store' }).check()
  await expect(dialog.getByRole('button', { name: 'Save' })).toBeDisabled()
  await dialog.getByRole('checkbox', { name: 'Bend' }).check()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(row).toContainText('Bend')
  await nora.goto(`${stack.url}/queue`)
  await expect(nora).toHaveURL(/no-access/)

  await row.getByRole('button', { name: 'Remove Nora Voss…' }).click()
  await dialog.getByRole('button', { name: 'Remove Nora Voss' }).click()
  await expect(row).toHaveCount(0)
  await nora.goto(`${stack.url}/queue`)
  await expect(nora).toHaveURL(/sign-in/)
  await context.close()

  // The last owner stays, and says why; nobody else can press anything.
  const self = people.getByRole('listitem').filter({ hasText: 'ana@northwind.example' })
  const stays = self.getByRole('button', { name: 'Remove Ana Reyes…' })
  await expect(stays).toBeDisabled()
  await expect(stays).toHaveAttribute('title', /needs an owner/)
  await ana.close()
  const vera = await viewer.newPage()
  await vera.goto(`${stack.url}/team`)
  await expect(vera.getByRole('button', { name: 'Invite somebody…' })).toHaveAttribute(
    'title',
    /Only an owner/,
  )
  await vera.close()
})
