import { and, desc, eq, inArray, lt, or, sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { may, whyNot } from '@/lib/access/roles'
import type { Viewer } from '@/lib/access/viewer'
import { readMerchant, type MerchantTx } from '@/lib/db/with-merchant'
import { listNumbers } from '@/lib/orders/order-row'
import { ordinalsOf } from '@/lib/orders/push/oversold'
import { listStores } from '@/lib/stores/store'
import { transferName, transfersOfOrder, type TransferRow } from './rows'
import { TRANSFER_TABS, type TransferState, type TransferTabId } from './states'
import { transfers } from './tables'
import { addedSentence, nextSentence, transferTitle } from './words'

/** A transfer as pages show it. */
export interface TransferLine {
  id: string
  /** "T1" */
  name: string
  state: TransferState
  /** "Send 1 × Mug from Bend to Salem" */
  title: string
  from: string
  to: string
  fromId: string
  toId: string
  units: number
  items: { sku: string; title: string; units: number; sent: number; received: number }[]
  /** The order it is for, and the version the command that makes it travels with. */
  orderId: string
  orderNumber: string
  orderVersion: number
  partOrdinal: number
  /** Who asked for it; null while it is only proposed. */
  askedBy: string | null
  note: string
  /** Lightspeed's own number of it. */
  externalId: string | null
  because: string | null
  /** What has to happen next, and by whom; null when nothing has. */
  next: string | null
  /** What to correct after it is received, where Lightspeed had added units by itself. */
  correct: string | null
  changedAt: string
}

export interface TransferPage {
  rows: TransferLine[]
  counts: Record<TransferTabId, number>
  stores: { id: string; name: string }[]
  nextCursor: string | null
  /** Why the viewer may not make any; null when they may. */
  noMake: string | null
}

const PAGE = 50
/** Counting stops here: the screen shows "999+". */
const COUNT_LIMIT = 1000

export interface TransferFilter {
  tab: TransferTabId
  /** Store ids; "" for all. */
  from: string
  to: string
  cursor: string | null
}

/** One page of the merchant's transfers, newest first, with the counts of all tabs. */
export function readTransfers(viewer: Viewer, filter: TransferFilter): Promise<TransferPage> {
  return readMerchant(viewer.merchantId, async (scope) => {
    const found = await scope.tx
      .select()
      .from(transfers)
      .where(and(inTab(scope, filter.tab), between(filter), beyond(filter.cursor)))
      .orderBy(desc(transfers.createdAt), desc(transfers.id))
      .limit(PAGE + 1)
    const rows = found.slice(0, PAGE)
    const last = rows.at(-1)
    const counts: [TransferTabId, number][] = []
    for (const { id } of TRANSFER_TABS) counts.push([id, await countOf(scope, id, filter)])
    return {
      rows: await linesOf(scope, rows),
      counts: Object.fromEntries(counts) as Record<TransferTabId, number>,
      stores: (await listStores(scope)).map(({ id, name }) => ({ id, name })),
      nextCursor: found.length > PAGE && last ? `${last.createdAt.toISOString()}|${last.id}` : null,
      noMake: may(viewer.role, 'act-on-orders') ? null : whyNot(viewer.role, 'act-on-orders'),
    }
  })
}

/** The transfers of one order, oldest first. */
export function readTransfersOfOrder(viewer: Viewer, orderId: string): Promise<TransferLine[]> {
  return readMerchant(viewer.merchantId, async (scope) =>
    linesOf(scope, await transfersOfOrder(scope, orderId)),
  )
}

/** Everything that is proposed or under way from one store to another, for the list that is printed. */
export function readTransferList(
  viewer: Viewer,
  pair: { from: string; to: string },
): Promise<{ from: string; to: string; rows: TransferLine[] } | null> {
  return readMerchant(viewer.merchantId, async (scope) => {
    const stores = new Map((await listStores(scope)).map((store) => [store.id, store.name]))
    const [from, to] = [stores.get(pair.from), stores.get(pair.to)]
    if (from === undefined || to === undefined) return null
    const rows = await scope.tx
      .select()
      .from(transfers)
      .where(
        and(
          eq(transfers.merchantId, scope.merchantId),
          inArray(transfers.state, ['proposed', 'creating', 'open', 'sent']),
          between(pair),
        ),
      )
      .orderBy(transfers.createdAt, transfers.id)
      .limit(COUNT_LIMIT)
    return { from, to, rows: await linesOf(scope, rows) }
  })
}

function inTab({ merchantId }: MerchantTx, tab: TransferTabId): SQL | undefined {
  const states = TRANSFER_TABS.find((one) => one.id === tab)?.states ?? []
  return and(eq(transfers.merchantId, merchantId), inArray(transfers.state, [...states]))
}

const isId = (text: string) => z.uuid().safeParse(text).success

const between = ({ from, to }: { from: string; to: string }): SQL | undefined =>
  and(
    isId(from) ? eq(transfers.fromStoreId, from) : undefined,
    isId(to) ? eq(transfers.toStoreId, to) : undefined,
  )

function beyond(cursor: string | null): SQL | undefined {
  const [at, id] = (cursor ?? '').split('|')
  if (!at || !id || Number.isNaN(Date.parse(at)) || !isId(id)) return undefined
  const instant = new Date(at)
  return or(lt(transfers.createdAt, instant), and(eq(transfers.createdAt, instant), lt(transfers.id, id)))
}

async function countOf(scope: MerchantTx, tab: TransferTabId, filter: TransferFilter): Promise<number> {
  const limited = scope.tx
    .select({ one: sql`1` })
    .from(transfers)
    .where(and(inTab(scope, tab), between(filter)))
    .limit(COUNT_LIMIT)
    .as('limited')
  const [row] = await scope.tx.select({ n: sql<number>`count(*)::int` }).from(limited)
  return row?.n ?? 0
}

async function linesOf(scope: MerchantTx, rows: TransferRow[]): Promise<TransferLine[]> {
  if (rows.length === 0) return []
  const names = new Map((await listStores(scope)).map((store) => [store.id, store.name]))
  const ordinals = await ordinalsOf(scope, [...new Set(rows.map((row) => row.partId))])
  const orders = await listNumbers(scope, [...new Set(rows.map((row) => row.orderId))])
  return rows.map((row) => {
    const [from, to] = [names.get(row.fromStoreId) ?? '', names.get(row.toStoreId) ?? '']
    const order = orders.get(row.orderId)
    return {
      id: row.id,
      name: transferName(row),
      state: row.state,
      title: transferTitle(row.items, from, to),
      from,
      to,
      fromId: row.fromStoreId,
      toId: row.toStoreId,
      units: row.items.reduce((sum, item) => sum + item.units, 0),
      items: row.items.map(({ sku, title, units, sent, received }) => ({
        sku,
        title,
        units,
        sent,
        received,
      })),
      orderId: row.orderId,
      orderNumber: order?.number ?? '',
      orderVersion: order?.version ?? 0,
      partOrdinal: ordinals.get(row.partId) ?? 0,
      askedBy: row.askedBy?.kind === 'person' ? row.askedBy.name : null,
      note: row.note,
      externalId: row.externalId,
      because: row.because,
      next: nextSentence(row.state, from, to),
      correct: addedSentence(row.items, row.state, to),
      changedAt: row.stateChangedAt.toISOString(),
    }
  })
}
