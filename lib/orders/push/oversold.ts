import { and, asc, eq, inArray } from 'drizzle-orm'
import type { MerchantTx } from '@/lib/db/with-merchant'
import { parts, plans } from '../tables'

/** A completed part that took more of some items than its store had to give. */
export interface OversoldPart {
  partId: string
  posAccountId: string
  storeId: string
  referenceNumber: string
  referenceSource: string
  createdAt: Date
  completedAt: Date
  /** By item, services and the like left out. */
  items: {
    itemId: string
    externalItemId: string
    sku: string
    title: string
    /** Units the sale took, and how many of them the store lacked when it was planned. */
    sold: number
    short: number
    /** Sellable in the store as the plan saw it, before the sale. */
    sellableBefore: number
  }[]
}

/** What an order's completed sales took that was not there, by part. */
export async function listOversold({ tx, merchantId }: MerchantTx, orderId: string): Promise<OversoldPart[]> {
  const rows = await tx
    .select({ part: parts, request: plans.request })
    .from(parts)
    .innerJoin(plans, and(eq(plans.merchantId, parts.merchantId), eq(plans.id, parts.planId)))
    .where(
      and(
        eq(parts.merchantId, merchantId),
        eq(parts.orderId, orderId),
        eq(parts.state, 'completed'),
        eq(parts.oversold, true),
      ),
    )
    .orderBy(asc(parts.ordinal))
  return rows.map(({ part, request }) => ({
    partId: part.id,
    posAccountId: part.posAccountId,
    storeId: part.storeId,
    referenceNumber: part.referenceNumber,
    referenceSource: part.referenceSource,
    createdAt: part.createdAt,
    completedAt: part.completedAt ?? part.createdAt,
    items: itemsOf(part.lines).map((item) => ({
      ...item,
      sellableBefore:
        request.stock.find((row) => row.storeId === part.storeId && row.itemId === item.itemId)?.sellable ??
        0,
    })),
  }))
}

function itemsOf(lines: (typeof parts.$inferSelect)['lines']) {
  const short = new Set(lines.filter((line) => line.unitsShort > 0).map((line) => line.itemId))
  return [...short].flatMap((itemId) => {
    const own = lines.filter((line) => line.itemId === itemId)
    const [first] = own
    if (!first || itemId === '' || first.externalItemId === '0') return []
    const { externalItemId, sku, title } = first
    const sum = (of: (line: (typeof own)[number]) => number) =>
      own.reduce((total, line) => total + of(line), 0)
    return [
      {
        itemId,
        externalItemId,
        sku,
        title,
        sold: sum((line) => line.quantity),
        short: sum((line) => line.unitsShort),
      },
    ]
  })
}

/** The ordinals of parts by their ids, for pages that show what belongs to a part. */
export async function ordinalsOf(
  { tx, merchantId }: MerchantTx,
  partIds: string[],
): Promise<Map<string, number>> {
  if (partIds.length === 0) return new Map()
  const rows = await tx
    .select({ id: parts.id, ordinal: parts.ordinal })
    .from(parts)
    .where(and(eq(parts.merchantId, merchantId), inArray(parts.id, partIds)))
  return new Map(rows.map((row) => [row.id, row.ordinal]))
}
