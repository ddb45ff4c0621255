import { createMerchant } from '@/lib/access/merchants'
import { ensureMember } from '@/lib/access/members'
import type { Viewer } from '@/lib/access/viewer'
import { withMerchant } from '@/lib/db/with-merchant'
import { env } from '@/lib/env'
import { createIntegration, makeLive } from '@/lib/integrations/store'
import { exchangeCode } from '@/lib/lightspeed/oauth'
import { connectPosAccount, listPosAccounts } from '@/lib/pos-accounts/account'
import { present } from '@/lib/result'
import { listStores, mirrorShops, placeStore } from '@/lib/stores/store'
import { scaledWaits } from '@/lib/waits'
import { gatewayOpener } from '@/lib/worker/gateways'
import { PLACES } from './catalogue'
import { CHANNELS, MERCHANT, PEOPLE } from './cast'

export interface Demo {
  merchantId: string
  manager: Viewer
  secrets: Record<string, string>
}

/** The merchant, its people, its Lightspeed account by OAuth, its stores as Lightspeed has them, its channels. */
export async function connectDemo(
  simulatorUrl: string,
  secrets: Record<string, string>,
  now: Date,
): Promise<Demo> {
  // The demo's story began two months ago.
  const began = new Date(now.getTime() - 60 * 86_400_000)
  const merchantId = await createMerchant(
    { ...MERCHANT, settings: { undoSeconds: 10, mailRecipients: ['ana@northwind.example'] } },
    began,
  )
  await connectLightspeed(merchantId, simulatorUrl, now)
  await mirrorStores(merchantId, began)
  const stores = await withMerchant(merchantId, listStores)
  const storeId = (name: string) =>
    present(
      stores.find((store) => store.name === name),
      name,
    ).id
  for (const person of PEOPLE)
    await ensureMember(
      { ...person, merchantId, storeIds: person.role === 'store' ? [storeId('Bend')] : [] },
      began,
    )
  await withMerchant(merchantId, async (scope) => {
    for (const channel of CHANNELS) {
      const id = await createIntegration(
        scope,
        {
          key: channel.key,
          name: channel.name,
          platform: channel.platform,
          secrets: [secrets[channel.alias] ?? ''],
          settings: { mailRecipients: [], shopDomain: channel.shopDomain, routeAuthorized: true },
        },
        began,
      )
      await makeLive(
        scope,
        id,
        {
          policy: channel.policy(storeId),
          allowedStores: null,
          reviewRules: [],
          paused: false,
          promiseToHeldOrders: false,
          closedRegister: 'send',
        },
        'demo',
        began,
      )
    }
  })
  const marco = PEOPLE[1]
  const userId = await ensureMember({ ...marco, merchantId, storeIds: [] }, began)
  return {
    merchantId,
    secrets,
    manager: {
      userId,
      name: marco.name,
      email: marco.email,
      merchantId,
      merchantName: MERCHANT.name,
      timeZone: MERCHANT.timeZone,
      role: 'manager',
      storeIds: [],
    },
  }
}

/** Signs in to the simulator as a merchant would, by pressing Allow. */
async function connectLightspeed(merchantId: string, simulatorUrl: string, now: Date): Promise<void> {
  const settings = env()
  const allowed = await fetch(
    `${simulatorUrl}/auth/oauth/authorize?allow=1&redirect_uri=${encodeURIComponent('http://localhost/')}`,
    { redirect: 'manual' },
  )
  const code = new URL(allowed.headers.get('location') ?? 'http://localhost/').searchParams.get('code') ?? ''
  const tokens = await exchangeCode({
    authUrl: settings.LIGHTSPEED_AUTH_URL,
    clientId: settings.LIGHTSPEED_CLIENT_ID,
    clientSecret: settings.LIGHTSPEED_CLIENT_SECRET,
    deadlineMs: 10_000,
    code,
  })
  await withMerchant(merchantId, (scope) =>
    connectPosAccount(
      scope,
      {
        externalId: present(tokens.accountId, 'account of the token'),
        name: 'Northwind Lightspeed',
        currency: 'USD',
        settings: {
          employeeId: '1',
          paymentTypes: { '*': '3' },
          shippingItemId: null,
          roundingPerLineMinor: 1,
        },
        tokens: { ...tokens, expiresAt: new Date(now.getTime() + tokens.expiresInSeconds * 1000) },
      },
      now,
    ),
  )
}

async function mirrorStores(merchantId: string, now: Date): Promise<void> {
  const [account] = await withMerchant(merchantId, listPosAccounts)
  const open = gatewayOpener(env(), scaledWaits(1), () => new Date())
  const shops = await open(merchantId, present(account, 'account')).gateway.listShops()
  await withMerchant(merchantId, async (scope) => {
    await mirrorShops(
      scope,
      present(account, 'account').id,
      shops.map(({ id, ...shop }) => ({ ...shop, externalId: id })),
      now,
    )
    for (const [index, place] of PLACES.entries()) await placeStore(scope, String(index + 1), place)
  })
}
