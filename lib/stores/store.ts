import { and, asc, eq, sql } from 'drizzle-orm'
import type { MerchantTx } from '@/lib/db/with-merchant'
import { isDeepStrictEqual } from 'node:util'
import { listPosAccounts } from '@/lib/pos-accounts/account'
import type { GeoPoint, RoutingStore } from '@/lib/routing/types'
import { placeOf } from './places'
import { stores } from './tables'

export interface Store extends RoutingStore {
  posAccountId: string
  /** Lightspeed's shop id. */
  externalId: string
  registerId: string | null
  timeZone: string
  city: string
}

/**
 * Every store of the merchant, best priority first, as routing wants to see it. Those of a Lightspeed account that a
 * person disconnected are switched off with it.
 */
export async function listStores(scope: MerchantTx): Promise<Store[]> {
  const { tx, merchantId } = scope
  const off = (await listPosAccounts(scope)).filter((account) => account.state === 'disconnected')
  const rows = await tx
    .select()
    .from(stores)
    .where(eq(stores.merchantId, merchantId))
    .orderBy(asc(stores.priority), asc(stores.id))
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    priority: row.priority,
    safetyStock: row.safetyStock,
    enabled: row.enabled && !off.some((account) => account.id === row.posAccountId),
    archived: row.archived,
    register: row.registerState,
    location:
      row.latitude !== null && row.longitude !== null
        ? { latitude: row.latitude, longitude: row.longitude }
        : null,
    posAccountId: row.posAccountId,
    externalId: row.externalId,
    registerId: row.registerId,
    timeZone: row.timeZone,
    city: row.address.city,
  }))
}

/** A store as decisions know it, without what only pushes need. */
export const toRoutingStore = ({
  id,
  name,
  priority,
  safetyStock,
  enabled,
  archived,
  register,
  location,
  posAccountId,
}: RoutingStore): RoutingStore => ({
  id,
  name,
  priority,
  safetyStock,
  enabled,
  archived,
  register,
  location,
  ...(posAccountId === undefined ? {} : { posAccountId }),
})

export async function getStore({ tx, merchantId }: MerchantTx, storeId: string) {
  const [row] = await tx
    .select()
    .from(stores)
    .where(and(eq(stores.merchantId, merchantId), eq(stores.id, storeId)))
  return row ?? null
}

/** A shop as Lightspeed has it, in our words. */
export interface ShopReading {
  externalId: string
  name: string
  timeZone: string
  archived: boolean
  address: { address1: string; city: string; region: string; postalCode: string; country: string }
  registers: { id: string; name: string; open: boolean; archived: boolean }[]
}

/**
 * Mirrors shops into stores. A new one is appended at the end of the priorities; what the merchant set by hand
 * (priority, safety stock, coordinates, on/off, chosen register) stays. Lightspeed knows no coordinates: those nobody
 * set come from the address, and move with it.
 */
export async function mirrorShops(
  { tx, merchantId }: MerchantTx,
  posAccountId: string,
  shops: ShopReading[],
  now: Date,
): Promise<void> {
  const rows = await tx
    .select()
    .from(stores)
    .where(and(eq(stores.merchantId, merchantId), eq(stores.posAccountId, posAccountId)))
    .orderBy(asc(stores.id))
    // What a person sets at this moment must not be written over by what was read before.
    .for('no key update')
  const known = new Map(rows.map((row) => [row.externalId, row]))
  let next = known.size
  for (const shop of shops) {
    const before = known.get(shop.externalId) ?? null
    const register = pickRegister(shop.registers, before?.registerId ?? null)
    const place = await placeOfShop(shop, before)
    const mirrored = {
      name: shop.name,
      timeZone: shop.timeZone,
      address: shop.address,
      archived: shop.archived,
      latitude: place?.latitude ?? null,
      longitude: place?.longitude ?? null,
      registerId: register.id,
      registerState: register.state,
      registers: shop.registers.map(({ id, name, open, archived }) => ({ id, name, open, archived })),
    }
    await tx
      .insert(stores)
      .values({
        ...mirrored,
        merchantId,
        posAccountId,
        externalId: shop.externalId,
        priority: (next += 1),
        createdAt: now,
      })
      .onConflictDoUpdate({ target: [stores.posAccountId, stores.externalId], set: mirrored })
  }
}

/** Coordinates that are those of the old address came from it; all others were set by hand. */
async function placeOfShop(
  shop: ShopReading,
  before: typeof stores.$inferSelect | null,
): Promise<GeoPoint | null> {
  const { latitude = null, longitude = null } = before ?? {}
  if (before === null || latitude === null || longitude === null) return placeOf(shop.address)
  const own = { latitude, longitude }
  const { postalCode, country } = before.address
  if (postalCode === shop.address.postalCode && country === shop.address.country) return own
  return isDeepStrictEqual(await placeOf(before.address), own) ? placeOf(shop.address) : own
}

/** The register already chosen, whatever its state; else the first that can be used, open ones first. */
export function pickRegister(
  registers: ShopReading['registers'],
  chosenId: string | null,
): { id: string | null; state: 'open' | 'closed' | 'missing' | 'archived' } {
  const chosen = registers.find((register) => register.id === chosenId)
  const usable = registers.filter((register) => !register.archived)
  const register = chosen ?? usable.find((r) => r.open) ?? usable[0] ?? registers[0]
  if (!register) return { id: chosenId, state: 'missing' }
  if (register.archived) return { id: register.id, state: 'archived' }
  return { id: register.id, state: register.open ? 'open' : 'closed' }
}

/** Coordinates the merchant sets by hand. */
export async function placeStore(
  { tx, merchantId }: MerchantTx,
  externalId: string,
  at: { latitude: number; longitude: number },
): Promise<void> {
  await tx
    .update(stores)
    .set(at)
    .where(and(eq(stores.merchantId, merchantId), eq(stores.externalId, externalId)))
}

/**
 * One decision of a merchant at a time: whoever plans on the stock picture holds this until its promises are
 * committed, so that two orders never count on the same unit.
 */
export async function lockPlanning({ tx, merchantId }: MerchantTx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`planning:${merchantId}`}, 0))`)
}
