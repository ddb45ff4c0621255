import { describe, expect, test } from 'vitest'
import { estimateCost, stepCost } from './costs'

const at = (path: string) => `https://api.lightspeedapp.com/API/V3/Account/7/${path}`
const relations = (...names: string[]) => `load_relations=${encodeURIComponent(JSON.stringify(names))}`

describe('what a request costs', () => {
  test.each([
    ['GET', at('ItemShop.json?timeStamp=x'), undefined, 1],
    ['GET', at(`Item.json?${relations('ItemShops')}`), undefined, 1.4],
    ['GET', at(`Customer.json?${relations('Contact')}`), undefined, 1.2],
    ['GET', at(`Sale/5.json?${relations('SaleLines', 'SalePayments')}`), undefined, 1.4],
    // The documentation's example: three lines and a payment, completed, cost 7.
    [
      'POST',
      at('Sale.json'),
      { completed: true, SaleLines: { SaleLine: [{}, {}, {}] }, SalePayments: { SalePayment: [{}] } },
      7,
    ],
    ['PUT', at('Sale/5.json'), { completed: true, SalePayments: { SalePayment: [{}] } }, 5.5],
    ['DELETE', at('Sale/5.json'), undefined, 2],
  ] as const)('%s %s', (method, url, body, cost) => {
    expect(estimateCost('2026', { method, url, body })).toBeCloseTo(cost, 6)
    expect(estimateCost('2017', { method, url, body })).toBe(method === 'GET' ? 1 : 10)
  })

  test('a step is never reckoned too cheap', () => {
    expect(stepCost('2026', { kind: 'create', lines: 3 }).units).toBeGreaterThan(
      1 + 1 + 1.2 + 2.5 + 2 + 9 * 0.5,
    )
    expect(stepCost('2017', { kind: 'create', lines: 3 }).units).toBe(23)
  })
})
