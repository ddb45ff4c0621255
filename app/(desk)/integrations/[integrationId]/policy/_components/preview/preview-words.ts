import type { PolicyPreviewScreen } from '@/lib/orders/screens/policy-preview'

const orders = (n: number) => `${n} ${n === 1 ? 'order' : 'orders'}`

/** What a policy would have changed: "12 of the last 240 orders would have come out differently." */
export function effectSentence(preview: PolicyPreviewScreen): string {
  const { length } = preview.changed
  if (preview.orders === 0) return 'This channel had no order in the last 60 days to try it on.'
  if (length === 0)
    return preview.orders === 1
      ? 'The last order would have come out the same.'
      : `All of the last ${orders(preview.orders)} would have come out the same.`
  return `${length} of the last ${orders(preview.orders)} would have come out differently.`
}

export interface CountRow {
  label: string
  live: number
  draft: number
  /** "+3", "−2" or nothing. */
  change: string
}

/** Both policies' counts side by side. */
export function countRows({ before, after }: PolicyPreviewScreen): CountRow[] {
  const row = (label: string, live: number, draft: number): CountRow => ({
    label,
    live,
    draft,
    change: draft === live ? '' : draft > live ? `+${draft - live}` : `−${live - draft}`,
  })
  return [
    row('Pushed to one store', before.pushed, after.pushed),
    row('Split', before.split, after.split),
    row('Held', before.held, after.held),
    row('Sales made', before.parts, after.parts),
    row('Orders oversold', before.oversold, after.oversold),
    row('Units oversold', before.unitsOversold, after.unitsOversold),
  ]
}
