/** An item as Lightspeed has it, as far as matching a channel's code needs. */
export interface MatchableItem {
  id: string
  customSku: string
  systemSku: string
  manufacturerSku: string
  upc: string
  ean: string
  archived: boolean
}

export type ItemMatch<T> = { kind: 'one'; item: T } | { kind: 'none' } | { kind: 'ambiguous'; items: T[] }

/**
 * The item a channel's sku means: by custom sku, then system sku, then manufacturer sku, then upc or ean. The
 * first field with a hit decides; two items in that field are ambiguous, because Lightspeed's codes are not
 * unique. Archived items do not count. Codes are compared exactly.
 */
export function matchItem<T extends MatchableItem>(code: string, items: T[]): ItemMatch<T> {
  const wanted = code.trim()
  if (wanted === '') return { kind: 'none' }
  const live = items.filter((item) => !item.archived)
  const fields: ((item: T) => boolean)[] = [
    (item) => item.customSku === wanted,
    (item) => item.systemSku === wanted,
    (item) => item.manufacturerSku === wanted,
    (item) => item.upc === wanted || item.ean === wanted,
  ]
  for (const field of fields) {
    const hits = live.filter(field)
    const [only] = hits
    if (hits.length > 1) return { kind: 'ambiguous', items: hits }
    if (only) return { kind: 'one', item: only }
  }
  return { kind: 'none' }
}
