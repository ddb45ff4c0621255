import type { QueueView } from '@/lib/orders/queue/view'
import type { TransferTabId } from '@/lib/transfers/states'

/** Two stores by id; "" for any. */
interface Pair {
  from: string
  to: string
}

/** A view of the queue as an address has it: what narrows nothing is left out. */
type View = Pick<QueueView, 'tab'> & Partial<QueueView>

function viewQuery(view: View): URLSearchParams {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(view))
    if (typeof value === 'string' && value !== '') query.set(name, value)
  return query
}

/** Every address of the product that code links to, in one place. */
export const paths = {
  queue: (view?: View) => (view ? `/queue?${viewQuery(view)}` : '/queue'),
  order: (orderId: string, view?: View) => `/queue/${orderId}${view ? `?${viewQuery(view)}` : ''}`,
  transfers: (at?: Pair & { tab: TransferTabId }) =>
    at ? `/transfers?${new URLSearchParams({ tab: at.tab, from: at.from, to: at.to })}` : '/transfers',
  transferList: ({ from, to }: Pair) => `/transfers/list?${new URLSearchParams({ from, to })}`,
  lightspeed: (came?: 'unknown' | 'signed-out') => (came ? `/lightspeed?came=${came}` : '/lightspeed'),
  health: () => '/health',
  team: () => '/team',
  saleSettings: (posAccountId: string) => `/lightspeed/${posAccountId}`,
  integrations: () => '/integrations',
  policy: (integrationId: string) => `/integrations/${integrationId}/policy`,
  signIn: (callbackUrl?: string) =>
    callbackUrl ? `/sign-in?callbackUrl=${encodeURIComponent(callbackUrl)}` : '/sign-in',
  confirmSignIn: (link: URLSearchParams) => `/sign-in/confirm?${link}`,
  api: {
    queue: (view: View & { cursor?: string }) => `/api/queue?${viewQuery(view)}`,
    order: (orderId: string, view: View) => `/api/queue/${orderId}?${viewQuery(view)}`,
    looking: (orderId: string) => `/api/queue/${orderId}/looking`,
    pushPreview: (orderId: string, storeId: string) =>
      `/api/queue/${orderId}/push-preview?storeId=${storeId}`,
    splitPreview: (orderId: string) => `/api/queue/${orderId}/split-preview`,
    checks: () => '/api/checks',
    health: () => '/api/health/merchant',
    transfers: (search: URLSearchParams) => `/api/transfers?${search}`,
    lightspeed: () => '/api/lightspeed',
    lightspeedTrouble: () => '/api/lightspeed/trouble',
    policyPreview: (integrationId: string) => `/api/integrations/${integrationId}/policy-preview`,
  },
}
