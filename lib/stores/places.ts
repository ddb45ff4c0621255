import type { GeoPoint } from '@/lib/routing/types'

/** Countries and territories whose post uses ZIP codes; Lightspeed names some countries in words. */
const ZIP_COUNTRIES = new Set(
  'US USA UNITED-STATES UNITED-STATES-OF-AMERICA PR VI GU AS MP PW FM MH'.split(' '),
)
const CANADA = new Set(['CA', 'CAN', 'CANADA'])

/**
 * Where an address lies, as far as its postal code tells: the middle of a US ZIP code or of a Canadian forward
 * sortation area. Null for every other country and for codes the table does not know.
 */
export async function placeOf(address: { postalCode: string; country: string }): Promise<GeoPoint | null> {
  const code = tableCode(address)
  if (code === null) return null
  // Five megabytes that most orders never need: they come with coordinates of their own.
  const { codes } = await import('zipcodes')
  const found = codes[code]
  // Military post offices are listed at 0, 0: they are wherever their ship is.
  if (!found || (found.latitude === 0 && found.longitude === 0)) return null
  return { latitude: found.latitude, longitude: found.longitude }
}

/** The code as the table lists it: "97401" for "97401-1234", "K1A" for "k1a 0b1". */
function tableCode({ postalCode, country }: { postalCode: string; country: string }): string | null {
  const code = postalCode.replaceAll(/\s/g, '').toUpperCase()
  const land = country.trim().toUpperCase().replaceAll(/\s+/g, '-')
  if (ZIP_COUNTRIES.has(land)) return /^(\d{5})(-?\d{4})?$/.exec(code)?.[1] ?? null
  if (CANADA.has(land)) return /^([A-Z]\d[A-Z])(\d[A-Z]\d)?$/.exec(code)?.[1] ?? null
  return null
}
