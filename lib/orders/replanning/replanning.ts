import { getMerchant } from '@/lib/access/merchants'
import { withMerchant, type MerchantTx } from '@/lib/db/with-merchant'
import { enqueue } from '@/lib/jobs/queue'
import { listAccountsToRead, type PosAccount } from '@/lib/pos-accounts/account'
import { present } from '@/lib/result'
import { replan, type HeldOrder, type Replanned, type ReplanOrder } from '@/lib/routing/replan'
import { saveReading } from '@/lib/stores/stock'
import { lockPlanning } from '@/lib/stores/store'
import { SYSTEM } from '../actor'
import { isWokenBy, wake } from '../handling/wake'
import { lockOrder, saveOrder, setPlan } from '../order-row'
import { whileWaiting } from '../planning/apply-decision'
import { codesOf, type StockReading } from '../planning/deciding'
import {
  matchedItems,
  allStored,
  ourKey,
  readingOf,
  withOurItems,
  type ReadMatch,
} from '../planning/match-lines'
import { writePlan, type OrderRow } from '../planning/write-plan'
import { meaningOf, type KnownPlan, type Meaning } from './compare'
import { pushesByItself, pushReady, recordTogether } from './push-ready'
import { matcherOf, type MatchLines } from './matcher'
import { knownPlans, requestsOf } from './picture'
import { listWaiting } from './waiting'

type Reading = Extract<StockReading, { kind: 'read' }>

/** Items or orders written in one transaction: short enough that nobody waits for it. */
const BATCH = 50

/** What has to be read in Lightspeed before the held orders can be planned together; null when none waits. */
export function whatToReplan(
  merchantId: string,
): Promise<{ codes: string[]; accounts: PosAccount[] } | null> {
  return withMerchant(merchantId, async (scope) => {
    const rows = await listWaiting(scope)
    if (rows.length === 0) return null
    return { codes: [...new Set(rows.flatMap(codesOf))], accounts: await listAccountsToRead(scope) }
  })
}

/**
 * Plans all waiting orders of a merchant together on a fresh reading and writes what is new. No order changes its
 * state and no mail is sent: a filled order becomes ready, or is pushed where its policy says so; one that no longer is
 * says why.
 */
export async function replanHeld(
  merchantId: string,
  reading: Reading,
  now: Date,
): Promise<{ looked: number; changed: number }> {
  const match = matcherOf(reading)
  const ours = await saveMatched(merchantId, match, reading)
  const picture = await withMerchant(merchantId, (scope) => lookAt(scope, match, ours, reading))
  const news = newsOf(picture)
  let pushed = 0
  // Oldest first, each by itself: whoever plans or pushes waits for one of them at most.
  for (const { row, request, decision } of news)
    if (pushesByItself(row, request, decision))
      pushed += Number(
        await withMerchant(merchantId, (scope) => pushReady(scope, row, request, decision, now)),
      )
  // In one order everywhere; only orders are locked from here on, so that nobody's push waits for all of them.
  const toWrite = news
    .filter(({ row, request, decision }) => !pushesByItself(row, request, decision))
    .toSorted((a, b) => (a.row.id < b.row.id ? -1 : 1))
  let changed = pushed
  for (let from = 0; from < toWrite.length; from += BATCH)
    changed += await withMerchant(merchantId, (scope) =>
      writeNews(scope, toWrite.slice(from, from + BATCH), now),
    )
  return { looked: picture.rows.length, changed }
}

/** Stores the reading of every item a waiting order means; answers our item ids by `ourKey`. */
async function saveMatched(
  merchantId: string,
  match: MatchLines,
  { accounts, readAt }: Reading,
): Promise<Map<string, string>> {
  const rows = await withMerchant(merchantId, listWaiting)
  const matches: ReadMatch[] = rows.flatMap((row) => [...match(row).values()])
  const ours = new Map<string, string>()
  for (const { posAccountId } of accounts) {
    const items = matchedItems(matches, posAccountId).toSorted((a, b) => (a.id < b.id ? -1 : 1))
    for (let from = 0; from < items.length; from += BATCH) {
      const readings = items.slice(from, from + BATCH).map(readingOf)
      const saved = await withMerchant(merchantId, (scope) =>
        saveReading(scope, posAccountId, readings, readAt),
      )
      for (const [externalId, itemId] of saved) ours.set(ourKey(posAccountId, externalId), itemId)
    }
  }
  return ours
}

interface News extends Replanned {
  row: OrderRow
  meaning: Exclude<Meaning, 'leave'>
  /** Its plan before was the policy's own, of this version, so that what it says now is news of the stock. */
  ofStock: boolean
}

interface Picture {
  rows: OrderRow[]
  requests: HeldOrder[]
  known: ReadonlyMap<string, KnownPlan>
  first: ReplanOrder
}

/**
 * All waiting orders and the stock of one moment: while the planning lock is held nobody makes or takes a promise. The
 * decisions themselves are made after it, because nobody's push should wait for two thousand of them.
 */
async function lookAt(
  scope: MerchantTx,
  match: MatchLines,
  ours: ReadonlyMap<string, string>,
  { codes, readAt }: Reading,
): Promise<Picture> {
  await lockPlanning(scope)
  const read = new Set(codes)
  // An order that came or was edited since says something the reading knows nothing of; its own decision follows.
  const rows = (await listWaiting(scope)).filter((row) => codesOf(row).every((code) => read.has(code)))
  const matched = rows.flatMap((row) => {
    const matches = match(row)
    // One that was taken back only now did not wait when items were stored: to plan it would say that it has none.
    if (!allStored(matches, ours)) return []
    return [{ row, read: matches, ours: withOurItems(matches, ours) }]
  })
  const planned = matched.map(({ row }) => row)
  return {
    rows: planned,
    requests: await requestsOf(scope, matched, readAt),
    known: await knownPlans(scope, planned),
    first: (await getMerchant(scope)).settings.replanOrder,
  }
}

function newsOf({ rows, requests, known, first }: Picture): News[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  return replan(requests, first).flatMap((plan) => {
    const row = present(byId.get(plan.id), 'order of the plan')
    const before = known.get(plan.id) ?? null
    const meaning = meaningOf(row, before, plan)
    const ofStock = before !== null && !before.byPerson && before.policyVersion === plan.request.policyVersion
    return meaning === 'leave' ? [] : [{ ...plan, row, meaning, ofStock }]
  })
}

/** Writes what is new, order by order; one that somebody changed since is left to them. Answers how many changed. */
async function writeNews(scope: MerchantTx, news: News[], now: Date): Promise<number> {
  let changed = 0
  for (const { row: seen, request, decision, meaning, ofStock } of news) {
    const row = await lockOrder(scope, seen.id)
    if (!row || row.version !== seen.version || row.currentPlanId !== seen.currentPlanId) continue
    if (meaning === 'decide') {
      await enqueue(scope.tx, 'decide', { merchantId: scope.merchantId, orderId: row.id })
      continue
    }
    const { planId, revision } = await writePlan(scope, row.id, request, decision, SYSTEM, now)
    if (meaning === 'figures') {
      await setPlan(scope, row, planId)
      continue
    }
    await recordTogether(scope, row, request, decision, { planId, revision, pushed: false }, now)
    const waiting = whileWaiting(row, decision)
    const saved = await saveOrder(
      scope,
      row,
      'decide',
      row.state,
      { ...waiting, currentPlanId: planId, changedUpstream: null, stockUnknownSince: null },
      now,
    )
    if (saved.state === 'snoozed' && ((saved.snoozedForStock && ofStock) || isWokenBy(row, waiting)))
      await wake(scope, saved, { actor: SYSTEM, because: 'stock' }, now)
    changed += 1
  }
  return changed
}
