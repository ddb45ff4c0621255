import type { Cell } from './cells'
import { faultPlan } from './faults'

const MAIL = ['before-mail', 'mail-accepted']
const REFRESH = ['before-refresh', 'refresh-answered', 'refresh-stored']
const CREATED = ['create-answered', 'created-stored']
const COMPLETED = ['complete-answered', 'between-parts']
const ARCHIVE = ['before-archive', 'after-archive']
const SWEEP = ['sweeper-before-archive', 'sweeper-after-archive']
/** Simulator kinds whose answer never begins. */
const SILENT = ['answer-lost-after-commit', 'down', 'late-commit']

/** Lightspeed refuses to complete such a sale, and the first of an order is completed first. */
const SPOILED = ['staff-archives', 'staff-edits']

/** Why a step and a fault cannot meet in this shape, or null when they can. */
export function notReachable(cell: Cell): string | null {
  const { step, fault, shape, target } = cell
  const { effect, refreshes } = faultPlan(fault)
  if (MAIL.includes(step) && shape !== 'by-hand') return 'only held orders are mailed'
  if (REFRESH.includes(step) && !refreshes) return 'the token is good: nothing is refreshed'
  if (COMPLETED.includes(step) && SPOILED.includes(fault))
    return 'what staff did to its first sale keeps the order from being completed'
  if (step === 'reconciler-found' && fault !== 'mix' && !(leavesUnknown(effect) && target === 'create'))
    return 'nothing about a create is unknown'
  if (ARCHIVE.includes(step) && fault !== 'mix' && !leavesOpenSales(fault, target))
    return 'no open sale is left over'
  if (SWEEP.includes(step) && !(fault === 'commit-very-late' && target === 'create'))
    return 'no open sale comes in once its order has ended'
  return shape.startsWith('split') ? null : notReachableOnce(cell)
}

/** The same for an order of one sale, whose one create and one completion are not sent again once they are found. */
function notReachableOnce({ step, fault, target }: Cell): string | null {
  const { effect, kind } = faultPlan(fault)
  // One that is late comes before it is given up.
  const lost = effect === 'unknown-done' || fault === 'commit-late'
  if (CREATED.includes(step) && target === 'create' && lost)
    return 'the one create is never answered: its sale is found instead'
  if (COMPLETED.includes(step) && target === 'complete' && lost)
    return 'the one completion is never answered: the sale is found completed instead'
  const readAt = target === 'create' ? 'headers-read' : 'completion-headers-read'
  if (step === readAt && lost && SILENT.includes(kind))
    return 'its answer never begins, and it is not sent again'
  return null
}

const leavesUnknown = (effect: string) => ['unknown-done', 'unknown-not-done', 'late'].includes(effect)

const leavesOpenSales = (fault: string, target: string) =>
  target === 'create' && ['duplicated', 'staff-edits'].includes(fault)
