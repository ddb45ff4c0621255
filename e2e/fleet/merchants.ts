import { ensureMember } from '../../lib/access/members'
import { createMerchant } from '../../lib/access/merchants'
import type { Viewer } from '../../lib/access/viewer'
import { shopifyBody } from '../../lib/commands/test-orders/bodies'
import { testCustomer } from '../../lib/commands/test-orders/customers'
import { seededRandom } from '../../lib/commands/test-orders/seeded-random'
import { withMerchant } from '../../lib/db/with-merchant'
import { signShopify } from '../../lib/integrations/shopify/signature'
import { createIntegration, makeLive } from '../../lib/integrations/store'
import { exchangeCode } from '../../lib/lightspeed/oauth'
import { receiveDelivery } from '../../lib/orders/intake/intake'
import { connectPosAccount } from '../../lib/pos-accounts/account'
import type { Policy } from '../../lib/routing/types'
import type { World } from '../../lib/simulator/world-shape'
import { listStores, mirrorShops } from '../../lib/stores/store'

export interface FleetMerchant {
  name: string
  merchantId: string
  posAccountId: string
  accountId: string
  simulatorUrl: string
  manager: Viewer
  stores: Record<string, string>
  /** Channels whose orders are pushed by themselves, and whose orders wait for a person. */
  keys: { split: string; hold: string }
}

const SECRET = 'fleet-secret'
const SHOPS = ['Bend', 'Eugene', 'Salem']
/** One item per shop that only this shop has, far more than any run sells; and one that nobody has. */
export const ITEMS = ['ONE', 'TWO', 'THREE']
export const NOBODY_HAS = 'OUT'
const PLENTY = 1_000_000
/** Tokens live longer than any run, however fast its clock. */
const TOKEN_SECONDS = 1e9
/** Undo time of the merchants, real seconds. */
export const UNDO_SECONDS = 2

export function fleetWorld(name: string, index: number): World {
  const address = { address1: '1 Main', state: 'OR', zip: '97701', country: 'US', countryCode: 'US' }
  return {
    account: { id: String(810_000 + index), name, currency: 'USD' },
    client: { id: 'fleet', secret: 'fleet-client' },
    shops: SHOPS.map((shop, at) => ({
      shopID: String(at + 1),
      name: shop,
      timeZone: 'UTC',
      taxCategoryID: '1',
      address: { ...address, city: shop },
      registers: [{ registerID: String(at + 1), name: 'Web', open: true, archived: false }],
    })),
    employees: [{ employeeID: '1', firstName: 'O', lastName: 'Q' }],
    taxCategories: [{ taxCategoryID: '1', tax1Name: 'Tax', tax1Rate: '0.0825' }],
    paymentTypes: [{ paymentTypeID: '3', name: 'Web' }],
    items: [...ITEMS, NOBODY_HAS].map((sku, at) => ({
      itemID: String(at + 1),
      systemSku: `2100000000${at + 10}`,
      customSku: sku,
      description: `Item ${sku}`,
      price: '19.99',
      stock: at < SHOPS.length ? { [String(at + 1)]: PLENTY } : {},
    })),
    settings: { tokenSeconds: TOKEN_SECONDS },
  }
}

const SPLIT: Policy = {
  kind: 'split',
  maxParts: null,
  keepLinesWhole: false,
  smallestPartMinor: null,
  whenUncovered: 'hold',
}

export async function openMerchant(
  name: string,
  accountId: string,
  simulatorUrl: string,
): Promise<FleetMerchant> {
  const now = new Date()
  const email = `manager@${name}.example`
  const merchantId = await createMerchant(
    {
      name,
      timeZone: 'UTC',
      currency: 'USD',
      settings: { undoSeconds: UNDO_SECONDS, mailRecipients: [] },
    },
    now,
  )
  const person = { merchantId, email, name: 'Manager', role: 'manager' as const, storeIds: [] }
  const userId = await ensureMember(person, now)
  const tokens = await signIn(simulatorUrl)
  const keys = { split: `${name}-split-0000000`.slice(0, 14), hold: `${name}-hold-00000000`.slice(0, 14) }
  const placed = await withMerchant(merchantId, async (scope) => {
    const posAccountId = await connectPosAccount(
      scope,
      {
        externalId: accountId,
        name,
        currency: 'USD',
        settings: {
          employeeId: '1',
          paymentTypes: { '*': '3' },
          shippingItemId: null,
          roundingPerLineMinor: 1,
        },
        tokens: { ...tokens, expiresAt: new Date(now.getTime() + TOKEN_SECONDS * 1000) },
      },
      now,
    )
    await mirrorShops(
      scope,
      posAccountId,
      SHOPS.map((shop, at) => ({
        externalId: String(at + 1),
        name: shop,
        timeZone: 'UTC',
        archived: false,
        address: { address1: '', city: shop, region: 'OR', postalCode: '', country: 'US' },
        registers: [{ id: String(at + 1), name: 'Web', open: true, archived: false }],
      })),
      now,
    )
    for (const [key, policy] of [
      [keys.split, SPLIT],
      [keys.hold, { kind: 'hold-if-short' }],
    ] as const) {
      const settings = { mailRecipients: [], shopDomain: 'x.myshopify.com', routeAuthorized: true }
      const channel = { key, name: key, platform: 'shopify' as const, secrets: [SECRET], settings }
      const id = await createIntegration(scope, channel, now)
      const rest = { allowedStores: null, reviewRules: [], paused: false, promiseToHeldOrders: false }
      await makeLive(scope, id, { ...rest, policy, closedRegister: 'send' }, 'fleet', now)
    }
    const stores = await listStores(scope)
    return { posAccountId, stores: Object.fromEntries(stores.map((store) => [store.name, store.id])) }
  })
  const manager: Viewer = { ...person, userId, merchantName: name, timeZone: 'UTC' }
  return { name, merchantId, accountId, simulatorUrl, manager, keys, ...placed }
}

async function signIn(simulatorUrl: string) {
  const back = encodeURIComponent('http://localhost/')
  const allowed = await fetch(`${simulatorUrl}/auth/oauth/authorize?allow=1&redirect_uri=${back}`, {
    redirect: 'manual',
  })
  const code = new URL(allowed.headers.get('location') ?? 'http://localhost/').searchParams.get('code') ?? ''
  return exchangeCode({
    authUrl: simulatorUrl,
    clientId: 'fleet',
    clientSecret: 'fleet-client',
    deadlineMs: 10_000,
    code,
  })
}

const customerOf = (merchant: FleetMerchant, number: string) =>
  testCustomer(seededRandom(`${merchant.name}${number}`))

/** How many different people placed these orders. */
export const distinctCustomers = (merchant: FleetMerchant, numbers: string[]): number =>
  new Set(numbers.map((number) => customerOf(merchant, number).email)).size

/** Delivers a signed order of these items, one unit each, to the door that the web app's route hands it to. */
export async function deliver(
  merchant: FleetMerchant,
  channel: keyof FleetMerchant['keys'],
  number: string,
  skus: string[],
): Promise<void> {
  const at = new Date()
  const body = shopifyBody({
    id: `7${number.replaceAll(/\D/g, '')}`,
    number,
    placedAt: at,
    updatedAt: at,
    lines: skus.map((sku) => ({ sku, title: `Item ${sku}`, priceMinor: 1999, quantity: 1 })),
    customer: customerOf(merchant, number),
  })
  const { status, body: said } = await receiveDelivery(
    {
      integrationKey: merchant.keys[channel],
      rawBody: new TextEncoder().encode(body),
      headers: {
        'x-shopify-topic': 'orders/create',
        'x-shopify-webhook-id': `delivery-${number}`,
        'x-shopify-shop-domain': 'x.myshopify.com',
        'x-shopify-hmac-sha256': signShopify(body, SECRET),
      },
    },
    at,
  )
  if (status !== 200) throw new Error(`the delivery was answered ${status}: ${said.message}`)
}
