import { expect, it } from 'vitest'
import { summary } from './summary'

const demo = {
  merchantId: 'm',
  people: [
    { email: 'ana@shop.example', role: 'owner', name: 'Ana' },
    { email: 'ben@shop.example', role: 'viewer', name: 'Ben' },
  ],
  channels: [],
}
const addresses = { appUrl: 'http://localhost:3000', mailPage: 'http://mail', simulatorUrl: 'http://pos' }

it('says where it is, how to get in and what to try, on less than one screen', () => {
  const text = summary({ ...addresses, demo })
  for (const word of ['http://localhost:3000', 'ana@shop.example', 'http://mail', 'http://pos'])
    expect(text).toContain(word)
  expect(text).toContain('npm run order -- --scenario split')
  expect(text.split('\n').length).toBeLessThan(15)
})

it('without a demo tells how to make the first owner, and names no stand-in that does not run', () => {
  const text = summary({ appUrl: addresses.appUrl, mailPage: null, simulatorUrl: null, demo: null })
  expect(text).toContain('npm run owner -- name@example.com')
  expect(text).not.toMatch(/simulator|Mail|npm run order/)
})
