import { ensureMember } from '@/lib/access/members'
import { createMerchant } from '@/lib/access/merchants'
import type { Role } from '@/lib/access/roles'
import type { Viewer } from '@/lib/access/viewer'
import { withMerchant } from '@/lib/db/with-merchant'
import { createIntegration, makeLive } from '@/lib/integrations/store'
import { connectPosAccount } from '@/lib/pos-accounts/account'
import type { Policy } from '@/lib/routing/types'
import { listStores, mirrorShops } from '@/lib/stores/store'
import { signShopify } from '@/lib/integrations/shopify/signature'
import { shopifyBody } from '@/lib/commands/test-orders/bodies'
import { testCustomer } from '@/lib/commands/test-orders/customers'
import { seededRandom } from '@/lib/commands/test-orders/seeded-random'
import { decideOrder } from './planning/deciding'
import { receiveDelivery, workOffDelivery } from './intake/intake'
import { listUnsettledDeliveries } from '@/lib/integrations/store'
import { readQueue } from './screens/queue-read'
import type { ReadItem } from './planning/match-lines'

/** A small merchant for this room's database tests: three stores, one channel, one person per role. */
export interface ExampleMerchant {
  merchantId: string
  posAccountId: string
  integrationKey: string
  stores: Record<string, string>
  as(role: Role): Viewer
}

export const NOW = new Date('2026-11-24T12:00:00Z')
export const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000)
const SECRET = 'shop-secret'

export async function exampleMerchant(name: string, policy: Policy): Promise<ExampleMerchant> {
  const merchantId = await createMerchant(
    {
      name,
      timeZone: 'UTC',
      currency: 'USD',
      settings: { undoSeconds: 10, mailRecipients: ['web@example.com'] },
    },
    NOW,
  )
  const people = new Map<Role, string>()
  for (const role of ['owner', 'manager', 'viewer', 'store'] as const) {
    const email = `${role}@${name}.example`
    people.set(role, await ensureMember({ merchantId, email, name: role, role, storeIds: [] }, NOW))
  }
  const integrationKey = `${name}000000000000`.slice(0, 12)
  return withMerchant(merchantId, async (scope) => {
    const posAccountId = await connectPosAccount(
      scope,
      {
        externalId: `account-${name}`,
        name,
        currency: 'USD',
        settings: {
          employeeId: '1',
          paymentTypes: { '*': '3' },
          shippingItemId: null,
          roundingPerLineMinor: 1,
        },
        tokens: { accessToken: 'a', refreshToken: 'r', expiresAt: later(3600) },
      },
      NOW,
    )
    await mirrorShops(
      scope,
      posAccountId,
      ['Bend', 'Eugene', 'Salem'].map((shop, index) => ({
        externalId: String(index + 1),
        name: shop,
        timeZone: 'UTC',
        archived: false,
        address: { address1: '', city: shop, region: 'OR', postalCode: '', country: 'US' },
        registers: [{ id: String(index + 1), name: 'Web', open: true, archived: false }],
      })),
      NOW,
    )
    const integrationId = await createIntegration(
      scope,
      {
        key: integrationKey,
        name: 'Web shop',
        platform: 'shopify',
        secrets: [SECRET],
        settings: { mailRecipients: [], shopDomain: 'x.myshopify.com', routeAuthorized: true },
      },
      NOW,
    )
    await makeLive(
      scope,
      integrationId,
      {
        policy,
        allowedStores: null,
        reviewRules: [],
        paused: false,
        promiseToHeldOrders: false,
        closedRegister: 'send',
      },
      'test',
      NOW,
    )
    const stores = await listStores(scope)
    return {
      merchantId,
      posAccountId,
      integrationKey,
      stores: Object.fromEntries(stores.map((store) => [store.name, store.id])),
      as: (role) => ({
        userId: people.get(role) ?? '',
        name: role,
        email: `${role}@${name}.example`,
        merchantId,
        merchantName: name,
        timeZone: 'UTC',
        role,
        storeIds: [],
      }),
    }
  })
}

/** What Lightspeed would say: units by shop, in the order Bend, Eugene, Salem. */
export const item = (sku: string, units: [number, number, number]): ReadItem => ({
  id: `ls-${sku}`,
  customSku: sku,
  systemSku: '',
  manufacturerSku: '',
  upc: '',
  ean: '',
  archived: false,
  title: sku,
  countsStock: true,
  stock: units.map((qoh, index) => ({ shopId: String(index + 1), qoh, sellable: Math.max(0, qoh) })),
})

/** Receives, takes in and decides one order on this stock; answers its id. */
export async function placeOrder(
  merchant: ExampleMerchant,
  number: string,
  lines: { sku: string; quantity: number }[],
  items: ReadItem[],
  now = NOW,
): Promise<string> {
  const { merchantId } = merchant
  await deliver(merchant, number, lines, now)
  const [deliveryId = ''] = await withMerchant(merchantId, (scope) =>
    listUnsettledDeliveries(scope, later(1e6)),
  )
  await workOffDelivery(merchantId, deliveryId, now)
  const { rows } = await readQueue(merchant.as('manager'), { tab: 'all', cursor: null, search: number })
  const orderId = rows[0]?.id ?? ''
  await decideOrder(
    merchantId,
    orderId,
    {
      kind: 'read',
      codes: lines.map((line) => line.sku),
      accounts: [{ posAccountId: merchant.posAccountId, items }],
      readAt: now,
    },
    300_000,
    now,
  )
  return orderId
}

export function deliver(
  merchant: ExampleMerchant,
  number: string,
  lines: { sku: string; quantity: number }[],
  now = NOW,
  change: { deliveryId?: string; secret?: string } = {},
) {
  const body = shopifyBody({
    id: number.replace('#', '77'),
    number,
    placedAt: now,
    updatedAt: now,
    lines: lines.map((line) => ({ ...line, title: line.sku, priceMinor: 1999 })),
    customer: testCustomer(seededRandom(number)),
  })
  return receiveDelivery(
    {
      integrationKey: merchant.integrationKey,
      rawBody: new TextEncoder().encode(body),
      headers: {
        'x-shopify-topic': 'orders/create',
        'x-shopify-webhook-id': change.deliveryId ?? `${number}-${now.getTime()}`,
        'x-shopify-shop-domain': 'x.myshopify.com',
        'x-shopify-hmac-sha256': signShopify(body, change.secret ?? SECRET),
      },
    },
    now,
  )
}
