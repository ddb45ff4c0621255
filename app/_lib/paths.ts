import type { TabId } from '@/lib/orders/states'
import type { TransferTabId } from '@/lib/transfers/states'

/** Two stores by id; "" for any. */
interface Pair {
  from: string
  to: string
}

/** Every address of the product that code links to, in one place. */
export const paths = {
  queue: (tab?: TabId) => (tab ? `/queue?tab=${tab}` : '/queue'),
  order: (orderId: string, tab?: TabId) => `/queue/${orderId}${tab ? `?tab=${tab}` : ''}`,
  transfers: (at?: Pair & { tab: TransferTabId }) =>
    at ? `/transfers?${new URLSearchParams({ tab: at.tab, from: at.from, to: at.to })}` : '/transfers',
  transferList: ({ from, to }: Pair) => `/transfers/list?${new URLSearchParams({ from, to })}`,
  lightspeed: (came?: 'unknown' | 'signed-out') => (came ? `/lightspeed?came=${came}` : '/lightspeed'),
  checks: () => '/checks',
  saleSettings: (posAccountId: string) => `/lightspeed/${posAccountId}`,
  integrations: () => '/integrations',
  policy: (integrationId: string) => `/integrations/${integrationId}/policy`,
  signIn: (callbackUrl?: string) =>
    callbackUrl ? `/sign-in?callbackUrl=${encodeURIComponent(callbackUrl)}` : '/sign-in',
  confirmSignIn: (link: URLSearchParams) => `/sign-in/confirm?${link}`,
  api: {
    queue: (search: URLSearchParams) => `/api/queue?${search}`,
    order: (orderId: string, tab: TabId) => `/api/queue/${orderId}?tab=${tab}`,
    looking: (orderId: string) => `/api/queue/${orderId}/looking`,
    pushPreview: (orderId: string, storeId: string) =>
      `/api/queue/${orderId}/push-preview?storeId=${storeId}`,
    splitPreview: (orderId: string) => `/api/queue/${orderId}/split-preview`,
    checks: () => '/api/checks',
    transfers: (search: URLSearchParams) => `/api/transfers?${search}`,
    lightspeed: () => '/api/lightspeed',
    lightspeedTrouble: () => '/api/lightspeed/trouble',
    policyPreview: (integrationId: string) => `/api/integrations/${integrationId}/policy-preview`,
  },
}
