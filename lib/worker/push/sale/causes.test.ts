import { describe, expect, test } from 'vitest'
import type { PosShop } from '@/lib/lightspeed/types'
import { causesOf, type Found } from './causes'

const shop = (id: string, name: string, registers: PosShop['registers']): PosShop => ({
  id,
  name,
  timeZone: 'UTC',
  archived: false,
  defaultTaxCategoryId: '1',
  address: { address1: '', city: '', region: '', postalCode: '', country: '' },
  registers,
})
const register = { id: '2', name: 'Web', open: true, archived: false }
const item = {
  id: '7',
  description: 'Mug',
  systemSku: '',
  customSku: 'MUG',
  manufacturerSku: '',
  upc: '',
  ean: '',
  archived: false,
  countsStock: true,
  stock: [],
}
const employee = { id: '1', name: 'Olive Quill', lockedOut: false, archived: false, limitToShopId: '0' }
const good: Found = {
  shops: [shop('1', 'Bend', []), shop('2', 'Eugene', [register])],
  employees: [employee],
  paymentTypes: [{ id: '3', name: 'Web', archived: false }],
  items: [item],
}
const needs = {
  storeName: 'Eugene',
  shopId: '2',
  registerId: '2',
  employeeId: '1',
  paymentTypeId: '3',
  items: [{ id: '7', title: 'Mug' }],
}
const causes = (change: Partial<Found>, message = 'No.') => causesOf(needs, { ...good, ...change }, message)

describe('what is wrong with what a refused sale needs', () => {
  test('nothing: no cause is made up, nor from what could not be read', () => {
    expect(causes({})).toEqual([])
    expect(causes({ shops: null, employees: null, paymentTypes: null, items: null })).toEqual([])
  })

  test.each<[string, Partial<Found>, RegExp]>([
    ['the shop is gone', { shops: [] }, /^The shop Eugene is gone/],
    [
      'the register is gone',
      { shops: [shop('2', 'Eugene', [])] },
      /^The register .* is gone from Lightspeed/,
    ],
    [
      'the register is archived',
      { shops: [shop('2', 'Eugene', [{ ...register, archived: true }])] },
      /“Web” of Eugene is archived .* Take it out/,
    ],
    [
      'the register is another shop’s',
      { shops: [shop('1', 'Bend', [register]), shop('2', 'Eugene', [])] },
      /belongs to Bend/,
    ],
    ['the employee is gone', { employees: [] }, /^The employee .* is gone/],
    [
      'the employee may work elsewhere only',
      { employees: [{ ...employee, limitToShopId: '1' }] },
      /^Olive Quill, .* may not sell in Eugene/,
    ],
    ['the item is gone', { items: [] }, /^“Mug” is gone from Lightspeed/],
    [
      'the payment type is archived',
      { paymentTypes: [{ id: '3', name: 'Web', archived: true }] },
      /^The payment type “Web” .* is archived/,
    ],
  ])('%s', (_name, change, text) => {
    expect(causes(change).join()).toMatch(text)
    expect(causes(change)).toHaveLength(1)
  })

  test('a closed register, which Lightspeed may accept, is the cause only where nothing else is, or its words say so', () => {
    const shops = [shop('2', 'Eugene', [{ ...register, open: false }])]
    expect(causes({ shops }).join()).toMatch(/^The register “Web” of Eugene is closed/)
    expect(causes({ shops, items: [] }).join()).not.toContain('closed')
    expect(causes({ shops, items: [] }, 'The register is closed.')).toHaveLength(2)
  })
})
