import { expect, test } from 'vitest'
import { addRates } from './rates'

test('rates are added exactly', () => {
  expect(addRates([])).toBe('0')
  expect(addRates(['0.06', '0.0225'])).toBe('0.0825')
  expect(addRates(['0.1', '0.2'])).toBe('0.3')
  expect(addRates(['1', '.5'])).toBe('1.5')
})

test('scientific notation is read; what is no rate counts as none', () => {
  expect(addRates(['6.5e-2'])).toBe('0.065')
  expect(addRates(['1e21', '1e400', '-0.5', 'x', '0.05'])).toBe('0.05')
})
