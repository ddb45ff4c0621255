import { describe, expect, test } from 'vitest'
import { placeOf } from './places'

const eugene = { latitude: 44.0682, longitude: -123.0819 }
const ottawa = { latitude: 45.4207, longitude: -75.7023 }

describe('placeOf', () => {
  test.each([
    ['97401', 'US', eugene],
    ['97401-1234', 'US', eugene],
    ['974011234', 'US', eugene],
    [' 97401 ', 'us', eugene],
    ['97401', 'United States', eugene],
    ['00901', 'PR', { latitude: 18.4, longitude: -66.06 }],
    ['K1A', 'CA', ottawa],
    ['K1A 0B1', 'CA', ottawa],
    ['k1a0b1', 'ca', ottawa],
    [' k1a  0b1', 'Canada', ottawa],
  ])('%s in %s', async (postalCode, country, place) => {
    expect(await placeOf({ postalCode, country })).toEqual(place)
  })

  test.each([
    ['10115', 'DE', 'a country without a table, though the code looks like a ZIP code'],
    ['97401', '', 'no country'],
    ['', 'US', 'no code'],
    ['9740', 'US', 'too short'],
    ['00000', 'US', 'a code nobody has'],
    ['34001', 'US', 'a military post office'],
    ['97401', 'CA', 'a ZIP code in Canada'],
    ['K1A 0B1', 'US', 'a Canadian code in the US'],
    ['constructor', 'US', 'no code at all'],
  ])('%s in %s is nowhere: %s', async (postalCode, country) => {
    expect(await placeOf({ postalCode, country })).toBeNull()
  })
})
