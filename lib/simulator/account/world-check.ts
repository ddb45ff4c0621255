import type { World } from '../world-shape'
import { isDecimal } from './decimal'
import { parseSettings } from './settings'

const LISTS = ['shops', 'employees', 'taxCategories', 'paymentTypes', 'items'] as const

/** What is wrong with a world, in one sentence, or null: a misspelt shop id would otherwise show as missing stock. */
export function wrongInWorld(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return 'The world is no JSON object.'
  const missing = LISTS.find((name) => !Array.isArray((value as Record<string, unknown>)[name]))
  if (missing) return `The world has no list “${missing}”.`
  const world = value as World
  if (!world.account?.id || !world.client?.id) return 'The world has no account or no client.'
  const shops = new Set(world.shops.map((shop) => shop.shopID))
  const taxes = new Set(world.taxCategories.map((category) => category.taxCategoryID))
  for (const shop of world.shops)
    if (shop.taxCategoryID !== '0' && !taxes.has(shop.taxCategoryID))
      return `Shop ${shop.shopID} has the unknown tax category ${shop.taxCategoryID}.`
  const seen = new Set<string>()
  for (const item of world.items) {
    if (seen.has(item.itemID)) return `The item id ${item.itemID} is there twice.`
    seen.add(item.itemID)
    if (!isDecimal(item.price)) return `Item ${item.itemID} has the price “${item.price}”.`
    const stranger = Object.keys(item.stock).find((shopID) => !shops.has(shopID))
    if (stranger !== undefined) return `Item ${item.itemID} has stock in the unknown shop ${stranger}.`
  }
  const settings = parseSettings(world.settings ?? {})
  return 'wrong' in settings ? settings.wrong : null
}
