import type { Policy } from '@/lib/routing/types'
import type { Platform } from '@/lib/integrations/tables'

/** The demo merchant's people and channels: one channel per policy, one person per role. */
export const MERCHANT = {
  name: 'Northwind Outfitters',
  timeZone: 'America/Los_Angeles',
  currency: 'USD',
}

export const PEOPLE = [
  { email: 'ana@northwind.example', name: 'Ana Reyes', role: 'owner' },
  { email: 'marco@northwind.example', name: 'Marco Bell', role: 'manager' },
  { email: 'vera@northwind.example', name: 'Vera Lind', role: 'viewer' },
  { email: 'sam@northwind.example', name: 'Sam Ito', role: 'store' },
] as const

export interface DemoChannel {
  key: string
  name: string
  platform: Platform
  shopDomain: string | null
  /** Short name the command line knows it by. */
  alias: string
  /** The one store its policy names; null where the policy chooses. */
  store: string | null
  policy(storeId: (name: string) => string): Policy
}

export const CHANNELS: DemoChannel[] = [
  {
    alias: 'hold',
    key: 'northwindweb',
    name: 'Northwind web shop',
    platform: 'shopify',
    shopDomain: 'northwind-web.myshopify.com',
    store: null,
    policy: () => ({ kind: 'hold-if-short' }),
  },
  {
    alias: 'split',
    key: 'northwindalp',
    name: 'Northwind Alpine',
    platform: 'shopify',
    shopDomain: 'northwind-alpine.myshopify.com',
    store: null,
    policy: () => ({
      kind: 'split',
      maxParts: null,
      keepLinesWhole: false,
      smallestPartMinor: null,
      whenUncovered: 'hold',
    }),
  },
  {
    alias: 'best',
    key: 'northwindout',
    name: 'Northwind Outlet',
    platform: 'shopify',
    shopDomain: 'northwind-outlet.myshopify.com',
    store: null,
    policy: () => ({ kind: 'best-store' }),
  },
  {
    alias: 'single',
    key: 'northwindpro',
    name: 'Northwind for teams',
    platform: 'signed-json',
    shopDomain: null,
    store: 'Portland',
    policy: (storeId) => ({ kind: 'single-store', storeId: storeId('Portland') }),
  },
]
