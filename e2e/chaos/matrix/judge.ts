import type { OrderScreen, OrderScreenLine, PartScreen } from '../../../lib/orders/screens/screen-types'
import type { Cell } from './cells/cells'
import { byStaff } from './cells/faults'
import { WANTS } from './orders'

/** What is read of a manager's page. */
export interface Page extends Pick<OrderScreen, 'state' | 'attention' | 'reasons'> {
  lines: Pick<OrderScreenLine, 'sku' | 'toPlace'>[]
  parts: (Pick<PartScreen, 'state' | 'reference' | 'total'> & {
    lines: Pick<PartScreen['lines'][number], 'sku' | 'quantity'>[]
  })[]
}

/** A sale as the simulator's own ledger has it. */
export interface LedgerSale {
  saleID: string
  referenceNumber: string
  completed: boolean
  archived: boolean
  voided: boolean
  total: string
  paid: string
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

const count = (names: string[]): Map<string, number> => {
  const found = new Map<string, number>()
  for (const name of names) found.set(name, (found.get(name) ?? 0) + 1)
  return found
}

/** Judges one order by what Lightspeed's own ledger holds and what a manager's page shows; nothing of ours is believed. */
export function judge(cell: Pick<Cell, 'fault' | 'shape'>, sales: LedgerSale[], page: Page | null): Verdict {
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
  const voided = new Set(sales.filter((sale) => sale.voided).map((sale) => sale.referenceNumber))
  const open = sales.filter((sale) => !sale.completed && !sale.archived)
  const sold = count(
    effective.flatMap((sale) => sale.lines.flatMap(({ sku, quantity }) => Array<string>(quantity).fill(sku))),
  )
  sold.delete('')
  for (const [sku, wanted] of count(WANTS[cell.shape])) {
    const left = page.lines.filter((line) => line.sku === sku).reduce((sum, line) => sum + line.toPlace, 0)
    const units = sold.get(sku) ?? 0
    const asked = unitsAsked(page, sku, voided)
    const told = `${units} of ${sku} sold, ${left} still to place, ${asked} in parts a person is asked about, ${wanted} wanted`
    if (units + left > wanted) say('doubled', told)
    if (units + left + asked < wanted) say('lost', told)
  }
  const flagged = page.attention !== null
  compareSales(effective, voided, page, flagged, say)
  if (!['pushed', 'partly-pushed', 'held'].includes(page.state) && !flagged)
    say('limbo', `the order is ${page.state}`)
  if (open.length > 0 && !flagged)
    say('limbo', `${open.length} open sales are left: ${open.map((one) => one.saleID).join()}`)
  const withPerson = flagged || page.state !== 'pushed'
  if (withPerson && byStaff(cell.fault)) verdict.attentionExpected = true
  if (withPerson && !byStaff(cell.fault))
    say('attention', `it is ${page.state}, ${page.attention ?? page.reasons.join(' ')}`)
  return verdict
}

/** Units in parts of which the page says, with the order's flag, that a person has to settle them. */
const unitsAsked = ({ attention, parts }: Page, sku: string, voided: Set<string>): number =>
  attention === null
    ? 0
    : parts
        .filter(({ state, reference }) =>
          state === 'completed' ? voided.has(reference) : state !== 'abandoned',
        )
        .flatMap(({ lines }) => lines)
        .reduce((sum, line) => sum + (line.sku === sku ? line.quantity : 0), 0)

type Say = (kind: 'lost' | 'doubled', because: string) => void

/** What the ledger sold and what the page says was sold have to be the same, one for one, to the cent, paid once. */
function compareSales(
  effective: LedgerSale[],
  voided: Set<string>,
  page: Page,
  flagged: boolean,
  say: Say,
): void {
  for (const [reference, times] of count(effective.map((sale) => sale.referenceNumber)))
    if (times > 1) say('doubled', `${times} effective sales ${reference}`)
  const shown = page.parts.filter((part) => part.state === 'completed')
  for (const { reference } of shown)
    if (!effective.some((sale) => sale.referenceNumber === reference) && !(flagged && voided.has(reference)))
      say('lost', `the page shows ${reference} sold`)
  for (const sale of effective) {
    const part = shown.find(({ reference }) => reference === sale.referenceNumber)
    if (!part) say('doubled', `the page knows nothing of sale ${sale.referenceNumber}`)
    else if (!flagged && Number(part.total.replaceAll(/[^\d.]/g, '')) !== Number(sale.total))
      say('lost', `${part.total} of ${part.reference} were sold for ${sale.total}, and nobody is told`)
    // A worker that goes on late could pay a sale that another one has paid.
    if (!flagged && sale.paid !== sale.total)
      say('doubled', `sale ${sale.saleID} of ${sale.total} is paid ${sale.paid}, and nobody is told`)
  }
}
