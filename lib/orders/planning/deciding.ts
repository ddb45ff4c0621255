import { getLivePolicy, getIntegration, type Integration } from '@/lib/integrations/store'
import { withMerchant, type MerchantTx } from '@/lib/db/with-merchant'
import { crashPoint } from '@/lib/crash'
import { askReplan } from '@/lib/jobs/ask-replan'
import { listAccountsToRead, listPosAccounts, type PosAccount } from '@/lib/pos-accounts/account'
import { decide } from '@/lib/routing/policies'
import type { HoldReason } from '@/lib/routing/types'
import { levelsOf, saveReading } from '@/lib/stores/stock'
import { lockPlanning } from '@/lib/stores/store'
import { SYSTEM } from '../actor'
import { applyDecision, waitForStock } from './apply-decision'
import { linesOf } from '../lines'
import {
  matchedItems,
  matchLines,
  ourKey,
  readingOf,
  withOurItems,
  type AccountReading,
  type ReadItem,
  type ReadMatch,
} from './match-lines'
import { getOrder, lockOrder } from '../order-row'
import { admission, findProblems, type LineMatch } from '../intake/problems'
import { claimsBefore, withClaims } from '../replanning/claims'
import { isWaitedFor } from '../replanning/waiting'
import { buildRequest } from './request'
import { adoptForgotten } from '../restore/adopt-forgotten'
import type { OrderState } from '../states'
import type { OrderRow } from './write-plan'

const DECIDABLE: OrderState[] = ['received', 'held', 'snoozed', 'partly-pushed']

/** What the worker has to read in Lightspeed before this order can be decided; null when there is nothing to decide. */
export function whatToRead(
  merchantId: string,
  orderId: string,
): Promise<{ codes: string[]; accounts: PosAccount[] } | null> {
  return withMerchant(merchantId, async (scope) => {
    const row = await getOrder(scope, orderId)
    if (!row || !(await toBeDecided(scope, row))) return null
    return {
      codes: codesOf(row),
      accounts: await listAccountsToRead(scope),
    }
  })
}

/** Codes an order's lines are looked up by. */
export const codesOf = (row: Pick<OrderRow, 'snapshot'>): string[] => [
  ...new Set(
    linesOf(row.snapshot)
      .map((line) => line.sku.trim())
      .filter((code) => code !== ''),
  ),
]

async function toBeDecided(scope: MerchantTx, row: OrderRow): Promise<Integration | null> {
  if (!DECIDABLE.includes(row.state)) return null
  const integration = await getIntegration(scope, row.integrationId)
  if (!integration) return null
  return admission(row.snapshot, integration.settings).kind === 'route' ? integration : null
}

export type StockReading =
  /** `codes`: what was asked for. */
  | { kind: 'read'; codes: string[]; accounts: AccountReading[]; readAt: Date }
  | { kind: 'unreadable'; because: string }

/**
 * Decides one order on a fresh reading: lock, decide, and write plan, parts or hold with mail, history and jobs
 * in one transaction. `wait`: Lightspeed could not be read and the order is not held for that yet. `read-again`: the
 * order was edited since, so that the reading says nothing about some of its lines.
 */
export function decideOrder(
  merchantId: string,
  orderId: string,
  reading: StockReading,
  patienceMs: number,
  now: Date,
): Promise<'decided' | 'wait' | 'read-again'> {
  let number = ''
  return withMerchant(merchantId, async (scope) => {
    await lockPlanning(scope)
    const row = await lockOrder(scope, orderId)
    number = row?.number ?? ''
    const integration = row && (await toBeDecided(scope, row))
    if (!row || !integration) return 'decided'
    if (reading.kind === 'read' && codesOf(row).some((code) => !reading.codes.includes(code)))
      return 'read-again'
    const [account] = await listPosAccounts(scope)
    if (reading.kind === 'unreadable') {
      const patience = await waitForStock(scope, row, reading.because, patienceMs, now)
      if (patience === 'wait') return 'wait'
      if (patience === 'keep') return 'decided'
    }
    const matches: Map<string, ReadMatch> =
      reading.kind === 'read' ? matchLines(row.snapshot, reading.accounts) : new Map()
    const problems: HoldReason[] =
      reading.kind === 'read'
        ? findProblems(row.snapshot, matches, account?.currency ?? row.currency)
        : [{ code: 'stock-unknown', lines: [], facts: { because: reading.because } }]
    const saved =
      reading.kind === 'read'
        ? await saveMatches(scope, matches, reading)
        : { matches: new Map<string, LineMatch>(), moved: [] }
    const policy = await getLivePolicy(scope, integration.id)
    const asRead = await buildRequest(scope, {
      orderId,
      order: row.snapshot,
      matches: saved.matches,
      problems,
      policy,
      readAt: reading.kind === 'read' ? reading.readAt : now,
    })
    const forgotten =
      reading.kind === 'read' ? await adoptForgotten(scope, row, integration, asRead, now) : 'nothing'
    if (forgotten === 'adopted') return 'decided'
    if (forgotten !== 'nothing') asRead.problems.push(forgotten)
    // Planned again by itself, a waiting order still leaves to older ones what they count on.
    const request = await withClaims(scope, asRead, await claimsBefore(scope, row))
    await crashPoint('before-plan', row.number)
    await applyDecision(scope, row, integration, request, decide(request), SYSTEM, now)
    // A second look at a waiting order found other stock than was known: others may wait for the same items.
    if (row.state !== 'received' && (await isWaitedFor(scope, row.id, saved.moved))) await askReplan(scope)
    return 'decided'
  }).then(async (outcome) => {
    await crashPoint('plan-committed', number)
    return outcome
  })
}

/** Stores the reading of every matched item and puts our own item ids into the matches. */
async function saveMatches(
  scope: MerchantTx,
  matches: Map<string, ReadMatch>,
  reading: Extract<StockReading, { kind: 'read' }>,
): Promise<{ matches: Map<string, LineMatch>; moved: ReadItem[] }> {
  const ours = new Map<string, string>()
  const moved: ReadItem[] = []
  for (const { posAccountId } of reading.accounts) {
    const items = matchedItems([...matches.values()], posAccountId)
    const ids = items.map((item) => item.id)
    const before = await levelsOf(scope, posAccountId, ids)
    const saved = await saveReading(scope, posAccountId, items.map(readingOf), reading.readAt)
    const after = await levelsOf(scope, posAccountId, ids)
    moved.push(...items.filter((item) => before.get(item.id) !== after.get(item.id)))
    for (const [externalId, itemId] of saved) ours.set(ourKey(posAccountId, externalId), itemId)
  }
  return { matches: withOurItems(matches, ours), moved }
}
