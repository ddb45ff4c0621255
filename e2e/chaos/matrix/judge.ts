import type { OrderScreen } from '../../../lib/orders/screens/screen-types'
import type { Cell } from './cells'
import { WANTS } from './orders'

/** A sale as the simulator's own ledger has it. */
export interface LedgerSale {
  saleID: string
  referenceNumber: string
  completed: boolean
  archived: boolean
  voided: boolean
  total: string
  lines: { sku: string; quantity: number }[]
}

export interface Verdict {
  lost: boolean
  doubled: boolean
  limbo: boolean
  /** In attention, or back with a person, although the protocol could have settled it. */
  attention: boolean
  attentionExpected: boolean
  /** What is wrong, in words; empty when nothing is. */
  because: string[]
}

/** What somebody at a till did can leave an order with a person. */
const forAPerson = (cell: Pick<Cell, 'fault'>) => cell.fault.startsWith('staff-')

const count = (names: string[]): Map<string, number> => {
  const found = new Map<string, number>()
  for (const name of names) found.set(name, (found.get(name) ?? 0) + 1)
  return found
}

/** Judges one order by what Lightspeed's own ledger holds and what a manager's page shows; nothing of ours is believed. */
export function judge(
  cell: Pick<Cell, 'fault' | 'shape'>,
  sales: LedgerSale[],
  page: OrderScreen | null,
): Verdict {
  const verdict: Verdict = {
    lost: false,
    doubled: false,
    limbo: false,
    attention: false,
    attentionExpected: false,
    because: [],
  }
  const say = (kind: 'lost' | 'doubled' | 'limbo' | 'attention', because: string) => {
    verdict[kind] = true
    verdict.because.push(`${kind}: ${because}`)
  }
  if (!page) {
    say('lost', 'no page shows the order')
    return verdict
  }
  const effective = sales.filter((sale) => sale.completed && !sale.voided)
  const open = sales.filter((sale) => !sale.completed && !sale.archived)
  const sold = count(
    effective.flatMap((sale) => sale.lines.flatMap(({ sku, quantity }) => Array<string>(quantity).fill(sku))),
  )
  sold.delete('')
  for (const [sku, wanted] of count(WANTS[cell.shape])) {
    const left = page.lines.filter((line) => line.sku === sku).reduce((sum, line) => sum + line.toPlace, 0)
    const units = sold.get(sku) ?? 0
    if (units + left > wanted)
      say('doubled', `${units} of ${sku} sold and ${left} still to place, ${wanted} wanted`)
    if (units + left < wanted)
      say('lost', `${units} of ${sku} sold and ${left} still to place, ${wanted} wanted`)
  }
  for (const [reference, times] of count(effective.map((sale) => sale.referenceNumber)))
    if (times > 1) say('doubled', `${times} effective sales ${reference}`)
  const shown = page.parts.filter((part) => part.state === 'completed').map((part) => part.reference)
  for (const reference of shown)
    if (!effective.some((sale) => sale.referenceNumber === reference))
      say('lost', `the page shows ${reference} sold`)
  for (const sale of effective)
    if (!shown.includes(sale.referenceNumber))
      say('doubled', `the page knows nothing of sale ${sale.referenceNumber}`)
  const flagged = page.attention !== null
  if (!['pushed', 'partly-pushed', 'held'].includes(page.state) && !flagged)
    say('limbo', `the order is ${page.state}`)
  if (open.length > 0 && !flagged)
    say('limbo', `${open.length} open sales are left: ${open.map((one) => one.saleID).join()}`)
  const withPerson = flagged || page.state !== 'pushed'
  if (withPerson && forAPerson(cell)) verdict.attentionExpected = true
  if (withPerson && !forAPerson(cell))
    say('attention', `${page.state}, ${page.attention ?? page.reasons.join(' ')}`)
  return verdict
}
