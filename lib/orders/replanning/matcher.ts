import { codesOf, type StockReading } from '../planning/deciding'
import { matchLines, type ReadItem, type ReadMatch } from '../planning/match-lines'
import type { OrderRow } from '../planning/write-plan'

export type MatchLines = (row: Pick<OrderRow, 'snapshot'>) => Map<string, ReadMatch>

/**
 * Matches the lines of many orders against one large reading. Each order is compared only with items that carry one of
 * its codes: that changes no match, and thousands of orders times thousands of items are not gone through.
 */
export function matcherOf({ accounts }: Extract<StockReading, { kind: 'read' }>): MatchLines {
  const indexed = accounts.map(({ posAccountId, items }) => ({ posAccountId, byCode: indexOf(items) }))
  return (row) => {
    const codes = codesOf(row)
    return matchLines(
      row.snapshot,
      indexed.map(({ posAccountId, byCode }) => ({
        posAccountId,
        items: [...new Set(codes.flatMap((code) => byCode.get(code) ?? []))],
      })),
    )
  }
}

function indexOf(items: ReadItem[]): Map<string, ReadItem[]> {
  const byCode = new Map<string, ReadItem[]>()
  for (const item of items) {
    const { customSku, systemSku, manufacturerSku, upc, ean } = item
    for (const code of new Set([customSku, systemSku, manufacturerSku, upc, ean])) {
      const same = byCode.get(code)
      if (same) same.push(item)
      else byCode.set(code, [item])
    }
  }
  return byCode
}
