import { WORKED_CASES } from './example-cases'
import { whyHeldShort } from '../explaining/explain'
import { decide } from '../policies'

const ITEMS: Record<string, string> = { A: 'mug', B: 'lamp', C: 'tent', x: 'gift wrap' }

/** The cases as a table in Markdown. */
export function workedCasesTable(): string {
  const rows = WORKED_CASES.map(({ policy, rule, request: asked, outcome, because }) => {
    const wanted = asked.lines.map((line) => `${line.quantity} ${ITEMS[line.itemId ?? ''] ?? ''}`).join(', ')
    const has = asked.stores.map(({ id }) => {
      const units = asked.stock
        .filter((row) => row.storeId === id)
        .map((row) => `${row.sellable} ${ITEMS[row.itemId] ?? ''}`)
      return `${id}: ${units.join(', ') || 'nothing'}`
    })
    const decision = decide(asked)
    const becomes =
      decision.outcome === 'hold'
        ? `held: ${decision.holdReasons.map((reason) => whyHeldShort([reason])).join('; ')}`
        : `${outcome.length === 1 ? 'sale' : 'sales'} in ${outcome.join(' + ')}`
    return `| ${[policy, rule, wanted, has.join('; ') || 'none', becomes, because].join(' | ')} |`
  })
  return [
    '# Worked cases',
    '',
    'One row per rule and tie-break, in the order in which they are asked. Every row is decided by a test.',
    '',
    '| policy | rule | order | stores have | becomes | because |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}
