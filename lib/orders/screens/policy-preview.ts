import { setImmediate } from 'node:timers/promises'
import { and, desc, eq, gte, lt, or, type SQL } from 'drizzle-orm'
import type { Viewer } from '@/lib/access/viewer'
import { withMerchant, type MerchantTx } from '@/lib/db/with-merchant'
import { getIntegration, getLivePolicy } from '@/lib/integrations/store'
import { present } from '@/lib/result'
import { outcomeWords } from '@/lib/routing/explaining/explain-policy'
import {
  joinPreviews,
  previewPolicy,
  type PolicyCounts,
  type PolicyPreview,
} from '@/lib/routing/preview-policy'
import type { DecisionRequest, PolicyBody } from '@/lib/routing/types'
import { listStores } from '@/lib/stores/store'
import { orders, plans } from '../tables'

/** Enough past to judge a policy by; older orders met another stock. */
const MOST_ORDERS = 500
const MOST_DAYS = 60
/** A request holds the stock of all stores: so many are read and in memory at once. */
const READ_AT_ONCE = 25
/** After so much work others get their turn, so that a preview never holds up the pages of other people. */
const TURN_MS = 20
/** Orders of dozens of lines over a hundred stores take long: then fewer of them have to do. */
const MOST_WORK_MS = 15_000

/** What a drafted policy would have done, ready to read. */
export interface PolicyPreviewScreen {
  /** Orders it was tried on: the newest ones of the channel that were decided at all. */
  orders: number
  /** When the oldest of them came, UTC ISO 8601; null: there is none. */
  since: string | null
  /** Whether it ended before the past did, because these orders take long to work out. */
  cutShort: boolean
  liveVersion: number
  before: PolicyCounts
  after: PolicyCounts
  /** Newest first. */
  changed: { orderId: string; number: string; receivedAt: string; before: string; after: string }[]
}

interface PastOrder {
  orderId: string
  number: string
  receivedAt: Date
  request: DecisionRequest
}

/**
 * A drafted policy over the channel's latest orders, each with the stock of its first decision, beside the live
 * policy. Nothing is written. Null when this merchant has no such channel.
 */
export async function previewDraft(
  viewer: Viewer,
  input: { integrationId: string; body: PolicyBody },
  now: Date,
): Promise<PolicyPreviewScreen | null> {
  const begun = await withMerchant(viewer.merchantId, async (scope) => {
    if (!(await getIntegration(scope, input.integrationId))) return null
    return { live: await getLivePolicy(scope, input.integrationId), stores: await listStores(scope) }
  })
  if (!begun) return null
  const since = new Date(now.getTime() - MOST_DAYS * 86_400_000)
  const tried: Omit<PastOrder, 'request'>[] = []
  const previews: PolicyPreview[] = []
  const began = performance.now()
  const tooLong = () => performance.now() - began > MOST_WORK_MS
  for await (const { request, ...order } of pastOrders(viewer.merchantId, input.integrationId, since)) {
    previews.push(previewPolicy([{ orderId: order.orderId, request }], begun.live.body, input.body))
    tried.push(order)
    if (tooLong()) break
  }
  const names = new Map(begun.stores.map((store) => [store.id, store.name]))
  const words = (outcome: PolicyPreview['changed'][number]['before']) =>
    outcomeWords(outcome, (id) => names.get(id) ?? 'a store')
  const known = new Map(tried.map((order) => [order.orderId, order]))
  const { changed, ...counts } = joinPreviews(previews)
  return {
    ...counts,
    since: tried.at(-1)?.receivedAt.toISOString() ?? null,
    cutShort: tried.length < MOST_ORDERS && tooLong(),
    liveVersion: begun.live.version,
    changed: changed.map(({ orderId, before, after }) => {
      const { number, receivedAt } = present(known.get(orderId), 'order of the preview')
      return {
        orderId,
        number,
        receivedAt: receivedAt.toISOString(),
        before: words(before),
        after: words(after),
      }
    }),
  }
}

/** The channel's orders, newest first, with what their first decision looked at; others get their turn in between. */
async function* pastOrders(
  merchantId: string,
  integrationId: string,
  since: Date,
): AsyncGenerator<PastOrder, void> {
  let last: PastOrder | undefined
  let given = 0
  let turnBegan = performance.now()
  while (given < MOST_ORDERS) {
    // Each page in a transaction of its own: none is open while policies are worked out.
    const page = await withMerchant(merchantId, (scope) => readPage(scope, integrationId, since, last))
    for (const order of page) {
      yield order
      if (performance.now() - turnBegan < TURN_MS) continue
      await setImmediate()
      turnBegan = performance.now()
    }
    last = page.at(-1)
    given += page.length
    if (page.length < READ_AT_ONCE) return
  }
}

function readPage(
  { tx, merchantId }: MerchantTx,
  integrationId: string,
  since: Date,
  last: PastOrder | undefined,
): Promise<PastOrder[]> {
  return tx
    .select({
      orderId: orders.id,
      number: orders.number,
      receivedAt: orders.receivedAt,
      request: plans.request,
    })
    .from(orders)
    .innerJoin(
      plans,
      and(eq(plans.merchantId, orders.merchantId), eq(plans.orderId, orders.id), eq(plans.revision, 1)),
    )
    .where(
      and(
        eq(orders.merchantId, merchantId),
        eq(orders.integrationId, integrationId),
        gte(orders.receivedAt, since),
        beyond(last),
      ),
    )
    .orderBy(desc(orders.receivedAt), desc(orders.id))
    .limit(READ_AT_ONCE)
}

function beyond(last: PastOrder | undefined): SQL | undefined {
  if (!last) return undefined
  return or(
    lt(orders.receivedAt, last.receivedAt),
    and(eq(orders.receivedAt, last.receivedAt), lt(orders.id, last.orderId)),
  )
}
