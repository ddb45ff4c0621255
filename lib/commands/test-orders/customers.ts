/** Invented people at real places of Oregon and Washington; every address is at example.com. */
export interface TestCustomer {
  firstName: string
  lastName: string
  email: string
  phone: string
  address1: string
  city: string
  region: string
  postalCode: string
  latitude: number
  longitude: number
}

const PEOPLE: [string, string][] = [
  ['Rosa', 'Delgado'],
  ['Tom', 'Whitfield'],
  ['Ines', 'Aubert'],
  ['Karl', 'Brandt'],
  ['Mei', 'Tanaka'],
  ['Aisha', 'Rahman'],
  ['Noah', 'Okafor'],
  ['Linnea', 'Sund'],
  ['Pavel', 'Hruska'],
  ['Grace', 'Holloway'],
]

const PLACES: [city: string, region: string, postalCode: string, latitude: number, longitude: number][] = [
  ['Hood River', 'OR', '97031', 45.7054, -121.5215],
  ['Astoria', 'OR', '97103', 46.1879, -123.8313],
  ['Roseburg', 'OR', '97470', 43.2165, -123.3417],
  ['Redmond', 'OR', '97756', 44.2726, -121.1739],
  ['Yakima', 'WA', '98901', 46.6021, -120.5059],
  ['Everett', 'WA', '98201', 47.979, -122.2021],
  ['Ashland', 'OR', '97520', 42.1946, -122.7095],
  ['Walla Walla', 'WA', '99362', 46.0646, -118.343],
]

export function testCustomer(random: () => number): TestCustomer {
  const [firstName, lastName] = PEOPLE[Math.floor(random() * PEOPLE.length)] ?? ['Rosa', 'Delgado']
  const [city, region, postalCode, latitude, longitude] =
    PLACES[Math.floor(random() * PLACES.length)] ?? (['Salem', 'OR', '97301', 44.9429, -123.0351] as const)
  return {
    firstName,
    lastName,
    email: `${firstName}.${lastName}@example.com`.toLowerCase(),
    phone: `555-01${String(Math.floor(random() * 100)).padStart(2, '0')}`,
    address1: `${1 + Math.floor(random() * 900)} Alder Street`,
    city,
    region,
    postalCode,
    latitude,
    longitude,
  }
}
