import { describe, expect, test } from 'vitest'
import type { Address } from '@/lib/integrations/channel-order'
import { placeOfOrder } from './request'

const address: Address = {
  name: '',
  company: '',
  address1: '',
  address2: '',
  city: 'Eugene',
  region: 'OR',
  postalCode: '97401-1234',
  country: 'US',
  phone: '',
  latitude: null,
  longitude: null,
}

describe('where an order goes', () => {
  test('its own coordinates come before its postal code', async () => {
    expect(await placeOfOrder({ shipTo: { ...address, latitude: 44, longitude: -123 } })).toEqual({
      shipTo: { latitude: 44, longitude: -123 },
      placedBy: 'coordinates',
    })
  })

  test('without coordinates its postal code places it', async () => {
    expect(await placeOfOrder({ shipTo: address })).toEqual({
      shipTo: { latitude: 44.0682, longitude: -123.0819 },
      placedBy: 'postal-code',
    })
  })

  test('else nobody knows', async () => {
    const nowhere = { shipTo: null, placedBy: null }
    expect(await placeOfOrder({ shipTo: { ...address, country: 'NZ' } })).toEqual(nowhere)
    expect(await placeOfOrder({ shipTo: null })).toEqual(nowhere)
  })
})
