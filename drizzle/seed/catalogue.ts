/** The invented goods of the demo merchant: thirty products in ten variants each. */
const PRODUCTS: [code: string, title: string, priceMinor: number][] = [
  ['MUG', 'Enamel mug', 1450],
  ['BOTTLE', 'Steel bottle 0.7 l', 2895],
  ['BEANIE', 'Merino beanie', 3200],
  ['SOCKS', 'Hiking socks', 1895],
  ['GLOVES', 'Fleece gloves', 2450],
  ['SCARF', 'Lambswool scarf', 4500],
  ['TEE', 'Cotton tee', 2600],
  ['HOODIE', 'Trail hoodie', 6850],
  ['JACKET', 'Rain jacket', 14900],
  ['PANTS', 'Canvas pants', 8495],
  ['SHORTS', 'River shorts', 5250],
  ['BELT', 'Webbing belt', 2195],
  ['CAP', 'Five-panel cap', 2750],
  ['PACK', 'Day pack 20 l', 9900],
  ['DUFFEL', 'Duffel 45 l', 12900],
  ['POUCH', 'Dry pouch', 1695],
  ['TARP', 'Shelter tarp', 11500],
  ['HAMMOCK', 'Hammock', 7400],
  ['LAMP', 'Camp lamp', 3995],
  ['TORCH', 'Head torch', 4450],
  ['STOVE', 'Gas stove', 5995],
  ['PAN', 'Folding pan', 3495],
  ['SPORK', 'Titanium spork', 1295],
  ['KNIFE', 'Pocket knife', 4895],
  ['ROPE', 'Paracord 15 m', 995],
  ['MAT', 'Sleeping mat', 6495],
  ['QUILT', 'Down quilt', 21900],
  ['PILLOW', 'Camp pillow', 2995],
  ['TOWEL', 'Travel towel', 2295],
  ['PUMP', 'Hand pump', 1795],
]

const VARIANTS: [code: string, title: string][] = [
  ['BLK', 'black'],
  ['BLU', 'blue'],
  ['GRN', 'moss green'],
  ['RED', 'brick red'],
  ['SND', 'sand'],
  ['GRY', 'slate'],
  ['YLW', 'mustard'],
  ['WHT', 'white'],
  ['ORG', 'orange'],
  ['PLM', 'plum'],
]

export interface CatalogueItem {
  sku: string
  title: string
  priceMinor: number
}

export function catalogue(): CatalogueItem[] {
  return PRODUCTS.flatMap(([code, title, priceMinor]) =>
    VARIANTS.map(([variant, colour]) => ({
      sku: `${code}-${variant}`,
      title: `${title}, ${colour}`,
      priceMinor,
    })),
  )
}

/** Twelve real places with their coordinates (city centres, from public gazetteers). */
export const PLACES = [
  { name: 'Portland', city: 'Portland', state: 'OR', zip: '97205', latitude: 45.5152, longitude: -122.6784 },
  { name: 'Salem', city: 'Salem', state: 'OR', zip: '97301', latitude: 44.9429, longitude: -123.0351 },
  { name: 'Eugene', city: 'Eugene', state: 'OR', zip: '97401', latitude: 44.0521, longitude: -123.0868 },
  { name: 'Bend', city: 'Bend', state: 'OR', zip: '97701', latitude: 44.0582, longitude: -121.3153 },
  { name: 'Medford', city: 'Medford', state: 'OR', zip: '97501', latitude: 42.3265, longitude: -122.8756 },
  { name: 'Corvallis', city: 'Corvallis', state: 'OR', zip: '97330', latitude: 44.5646, longitude: -123.262 },
  { name: 'Seattle', city: 'Seattle', state: 'WA', zip: '98101', latitude: 47.6062, longitude: -122.3321 },
  { name: 'Tacoma', city: 'Tacoma', state: 'WA', zip: '98402', latitude: 47.2529, longitude: -122.4443 },
  { name: 'Olympia', city: 'Olympia', state: 'WA', zip: '98501', latitude: 47.0379, longitude: -122.9007 },
  { name: 'Spokane', city: 'Spokane', state: 'WA', zip: '99201', latitude: 47.6588, longitude: -117.426 },
  {
    name: 'Vancouver',
    city: 'Vancouver',
    state: 'WA',
    zip: '98660',
    latitude: 45.6387,
    longitude: -122.6615,
  },
  {
    name: 'Bellingham',
    city: 'Bellingham',
    state: 'WA',
    zip: '98225',
    latitude: 48.7519,
    longitude: -122.4787,
  },
]
