import { madeCategory } from '@/lib/lightspeed/sale/balance'
import type { Gateway, PosTaxCategory } from '@/lib/lightspeed/types'

/** Tax categories change about once a year; one reading serves the pushes of some minutes. */
const TAX_AGE_MS = 300_000
const readings = new Map<string, { at: number; categories: PosTaxCategory[] }>()

/** An account's tax categories as this process knows them, some minutes old at most. */
export async function taxCategories(accountId: string, gateway: Gateway): Promise<PosTaxCategory[]> {
  const known = readings.get(accountId)
  return known && Date.now() - known.at < TAX_AGE_MS ? known.categories : readAgain(accountId, gateway)
}

/** What is known of an account's tax categories may be wrong: the next push reads them. */
export const forgetTaxCategories = (accountId: string): boolean => readings.delete(accountId)

async function readAgain(accountId: string, gateway: Gateway): Promise<PosTaxCategory[]> {
  const categories = await gateway.listTaxCategories()
  readings.set(accountId, { at: Date.now(), categories })
  return categories
}

/**
 * The account's categories with one of this rate among them, made if it is still missing: another process, or a try
 * whose answer was lost, may have made it. It moves no stock and no money, so a second one would only be untidy.
 */
export async function makeTaxCategory(
  accountId: string,
  gateway: Gateway,
  rate: string,
): Promise<PosTaxCategory[]> {
  const made = madeCategory(rate)
  const known = await readAgain(accountId, gateway)
  if (known.some((category) => category.name === made.name)) return known
  const id = await gateway.createTaxCategory({ name: made.name, rate })
  const categories = [...known, { ...made, id }]
  readings.set(accountId, { at: Date.now(), categories })
  return categories
}
