import { attentionSentence, remedyWord } from '../../attention/words'
import type { RemedyKind } from '../../attention/tables'
import type { WokenBecause } from '../../handling/wake'
import type { TimelineEntry } from '../screen-types'
import { partWord } from '../../state-words'
import { PART_STATES, type OrderState, type PartState } from '../../states'
import type { history } from '../../tables'

export type HistoryRow = Pick<
  typeof history.$inferSelect,
  'id' | 'at' | 'actor' | 'kind' | 'before' | 'after' | 'partOrdinal' | 'data'
>
type Row = HistoryRow

const PRESSED: Record<string, string> = {
  'push-split': 'Pressed Push split',
  'transfer-then-push': 'Pressed Transfer, then push',
}

/** What happened, in a few words; `store`: of the part it is about. */
export function timelineTitle(row: Row, store?: string): string {
  const part = row.partOrdinal === null ? '' : ` ${row.partOrdinal}${store ? `, ${store}` : ''}`
  switch (row.kind) {
    case 'received':
      return 'Order came in'
    case 'edited-upstream':
      return row.data['change'] === 'details' ? 'Updated in the channel' : 'Edited in the channel'
    case 'cancelled-upstream':
      return 'Cancelled in the channel'
    case 'stock-unreadable':
      return 'Stock could not be read'
    case 'decided':
      return row.data['outcome'] === 'push' ? 'Decided: push' : 'Decided: hold'
    case 'held':
      return 'Held'
    case 'mail-queued':
      return 'Mail queued'
    case 'mail-sent':
      return 'Mail sent'
    case 'mail-failed':
      return 'Mail could not be delivered'
    case 'push-pressed':
      return PRESSED[String(row.data['button'])] ?? 'Pressed Push'
    case 'undone':
      return 'Took the push back'
    case 'voided':
      return 'Voided'
    case 'reopened':
      return 'Reopened'
    case 'refresh-asked':
      return 'Asked for fresh stock'
    case 'intent':
      return `${row.partOrdinal === null ? 'Intent' : `Part${part}: intent`} noted, about to ${INTENTS[String(row.data['what'])] ?? 'call Lightspeed'}`
    case 'call':
      return 'Call to Lightspeed'
    case 'part-changed':
      return `Part${part}: ${partTitle(row.after)}`
    case 'pushed':
      return row.after === 'partly-pushed' ? 'Partly pushed' : 'Pushed'
    case 'returned':
      return 'Back in the queue'
    case 'adopted':
      return 'Took over what Lightspeed already sold'
    case 'archived':
      return row.data['done'] === true
        ? 'Archived an open sale that no part wants'
        : 'About to archive an open sale that no part wants'
    case 'attention':
      return 'Needs attention'
    case 'attention-cleared':
      return 'Attention settled'
    case 'look-asked':
      return 'Asked for a look in Lightspeed'
    case 'remedy-asked':
      return `Pressed ${remedyWord(row.data['what'] as RemedyKind)}${row.partOrdinal === null ? '' : ` for part${part}`}`
    case 'remedied':
      return `${remedyWord(row.data['what'] as RemedyKind)}: ${row.data['state'] === 'done' ? 'done' : row.data['state'] === 'refused' ? 'not done' : 'result unknown'}`
    case 'closed':
      return 'Closed'
    case 'transfer-asked':
      return `Asked for ${transferOf(row)}`
    case 'snoozed':
      return 'Snoozed'
    case 'woken':
      return `Came back from the snooze: ${WOKEN[String(row.data['why']) as WokenBecause]}`
    case 'assigned':
      return typeof row.data['name'] === 'string' ? `Assigned to ${row.data['name']}` : 'Assigned to nobody'
    case 'transfer-changed':
      return `${transferOf(row, 'T')}: ${String(row.data['what'])}`
  }
}

const WOKEN: Record<WokenBecause, string> = {
  time: 'its time has come',
  stock: 'its stock changed',
  channel: 'it changed in the channel',
  settled: 'a sale of it is no more',
  person: 'somebody brought it back',
}

const INTENTS: Record<string, string> = {
  create: 'make the sale',
  complete: 'complete the sale',
  archive: 'archive the sale',
  refund: 'refund the sale',
}

/** "transfer T1, Bend to Salem" */
const transferOf = ({ data }: Row, first = 't'): string =>
  `${first}ransfer ${String(data['transfer'])}, ${String(data['from'])} to ${String(data['to'])}`

function partTitle(after: Row['after']): string {
  return isPartState(after) ? partWord(after).toLowerCase() : 'changed'
}

const isPartState = (state: OrderState | PartState | null): state is PartState =>
  PART_STATES.includes(state as PartState)

/** The one line under a title: only what a person can use. */
export function detailOf(row: Row, timeZone: string): string | null {
  const { data } = row
  const text = (name: string) => (typeof data[name] === 'string' && data[name] !== '' ? data[name] : null)
  switch (row.kind) {
    case 'decided':
      return `Plan ${String(data['revision'])}, policy version ${String(data['policyVersion'])}${data['together'] ? ', together with all held orders' : ''}${data['byItself'] ? ', pushed by itself as its policy says' : ''}`
    case 'push-pressed':
      return pressedDetail(data)
    case 'voided':
      return [text('reason'), text('note')].filter(Boolean).join(': ') || null
    case 'part-changed':
      return text('ticketNumber') ? `Sale ${text('ticketNumber')}` : text('because')
    case 'mail-sent':
    case 'mail-failed':
      return [Array.isArray(data['recipients']) ? data['recipients'].join(', ') : null, text('because')]
        .filter(Boolean)
        .join(': ')
    case 'attention':
      return text('attention') ? attentionSentence(String(data['attention'])) : text('because')
    case 'remedied':
      return text('refundTicket') ? `Refund ${text('refundTicket')}` : text('because')
    case 'pushed':
      return Number(data['unitsLeft'] ?? 0) > 0 ? `Units still to place: ${String(data['unitsLeft'])}` : null
    case 'snoozed':
      return snoozeWords(text('until'), data['orStock'] === true, timeZone)
    default:
      return text('because')
  }
}

/** "Until 25 Nov 2026, 09:00, or until its stock changes", on the merchant's clock. */
export function snoozeWords(until: string | null, orStock: boolean, timeZone: string): string {
  const stock = 'until its stock changes'
  if (until === null) return capital(stock)
  const local = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'short', timeZone })
  return `Until ${local.format(new Date(until))}${orStock ? `, or ${stock}` : ''}`
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)

/** The chain from the button: which action it called, into which stores, and how long it can be undone. */
function pressedDetail(data: Row['data']): string | null {
  if (!Array.isArray(data['parts'])) return null
  const parts = (data['parts'] as { store: string; units: number; short: number }[]).map(
    (part) =>
      `${part.store} ${part.units} ${part.units === 1 ? 'unit' : 'units'}${part.short > 0 ? ` (${part.short} short)` : ''}`,
  )
  return `${parts.join(', ')} · action ${String(data['action'])} · plan ${String(data['revision'])} · undo ${String(data['undoSeconds'])} s`
}

/** How it is told: good news, bad news, or just news. */
export function toneOf(row: Row): TimelineEntry['tone'] {
  switch (row.kind) {
    case 'pushed':
      return row.after === 'pushed' ? 'good' : 'warn'
    case 'part-changed':
      if (row.after === 'completed') return 'good'
      return row.after === 'refused' ? 'bad' : row.after === 'unknown' ? 'warn' : 'plain'
    case 'held':
    case 'returned':
    case 'stock-unreadable':
    case 'edited-upstream':
    case 'cancelled-upstream':
      return 'warn'
    case 'attention-cleared':
      return 'good'
    case 'remedied':
      return row.data['state'] === 'done' ? 'good' : 'bad'
    case 'transfer-changed':
      if (row.data['state'] === 'received') return 'good'
      return row.data['state'] === 'refused' ? 'bad' : row.data['state'] === 'cancelled' ? 'warn' : 'plain'
    case 'mail-failed':
    case 'attention':
      return 'bad'
    default:
      return 'plain'
  }
}
