import type { CommentRow } from '../../handling/comments'
import type { TimelineEntry } from '../screen-types'
import { detailOf, timelineTitle, toneOf, type HistoryRow as Row } from './timeline-words'

/** The history of an order as people read it: what happened, who did it, and each call to Lightspeed. */
export function timelineOf(
  rows: Row[],
  comments: CommentRow[],
  storeOf: ReadonlyMap<number, string>,
  timeZone: string,
): TimelineEntry[] {
  const intents = rows.filter((row) => row.kind === 'intent')
  const steps: TimelineEntry[] = rows
    .filter((row) => !isToldByIntent(row, intents))
    .map((row) => ({
      id: String(row.id),
      at: row.at.toISOString(),
      by: { kind: row.actor.kind, name: row.actor.kind === 'system' ? 'Order Queue' : row.actor.name },
      title: timelineTitle(row, row.partOrdinal === null ? undefined : storeOf.get(row.partOrdinal)),
      detail: row.kind === 'intent' ? intentDetail(row, intents) : detailOf(row, timeZone),
      comment: null,
      call: callOf(row),
      tone: toneOf(row),
    }))
  return mergeNewestFirst(steps, comments.map(commentEntry))
}

const commentEntry = (comment: CommentRow): TimelineEntry => ({
  id: comment.id,
  at: comment.at.toISOString(),
  by: { kind: 'person', name: comment.authorName },
  title: 'Comment',
  detail: null,
  comment: comment.text,
  call: null,
  tone: 'plain',
})

/** Both come newest first; the steps keep their own order, which is finer than their instants. */
function mergeNewestFirst(steps: TimelineEntry[], comments: TimelineEntry[]): TimelineEntry[] {
  const merged: TimelineEntry[] = []
  let next = 0
  for (const step of steps) {
    for (let comment = comments[next]; comment && comment.at > step.at; comment = comments[next]) {
      merged.push(comment)
      next += 1
    }
    merged.push(step)
  }
  return [...merged, ...comments.slice(next)]
}

/** An intent moves its part in the same moment: two rows, one step. */
function isToldByIntent(row: Row, intents: Row[]): boolean {
  return (
    row.kind === 'part-changed' &&
    (row.after === 'creating' || row.after === 'completing') &&
    intents.some(
      (intent) => intent.partOrdinal === row.partOrdinal && intent.at.getTime() === row.at.getTime(),
    )
  )
}

/** Making and completing count as attempts of one part; a person wants to know how often the same was tried. */
function intentDetail(row: Row, intents: Row[]): string {
  const tries = intents.filter(
    (one) => one.partOrdinal === row.partOrdinal && one.data['what'] === row.data['what'] && one.id <= row.id,
  ).length
  const about =
    typeof row.data['reference'] === 'string'
      ? `Reference ${row.data['reference']}`
      : `Sale ${String(row.data['ticketNumber'])}`
  return `${about}${tries > 1 ? `, try ${tries}` : ''}`
}

/**
 * What an undecided order waits for, or why the stock shown for a held one is old: the newest rows say it, the
 * newest first. Null once a decision came after.
 */
export function waitingFor(rows: Pick<Row, 'kind' | 'data'>[], undecided: boolean): string | null {
  const latest = rows.find((row) => DECIDES.includes(row.kind))
  const because = latest?.data['because']
  const text = typeof because === 'string' ? because : ''
  if (latest?.kind === 'stock-unreadable') {
    const next = undecided
      ? 'It is tried again by itself, and the order is decided as soon as Lightspeed answers.'
      : 'The figures below are older; refresh the stock to try again.'
    return ['The stock could not be read in Lightspeed.', text, next].filter(Boolean).join(' ')
  }
  return latest?.kind === 'received' && text !== '' ? text : null
}

const DECIDES: Row['kind'][] = ['received', 'edited-upstream', 'stock-unreadable', 'decided']

function callOf(row: Row): TimelineEntry['call'] {
  if (row.kind !== 'call') return null
  const { method, path, status, ms } = row.data
  return {
    method: String(method),
    path: String(path),
    status: typeof status === 'number' ? status : null,
    ms: Number(ms),
  }
}
