import type { Cell } from './cells'
import { byStaff, faultPlan } from './faults'

const MAIL = ['before-mail', 'mail-accepted']
const REFRESH = ['before-refresh', 'refresh-answered', 'refresh-stored']
const ANSWERED = ['create-answered', 'created-stored', 'headers-read']
const COMPLETED = ['complete-answered', 'between-parts']
const FEED = ['before-cursor', 'cursor-stored']
const ARCHIVE = ['before-archive', 'after-archive']

/** Why a step and a fault cannot meet in this shape, or null when they can. */
export function notReachable({ step, fault, shape, target }: Cell): string | null {
  const { effect, refreshes } = faultPlan(fault)
  const unknown = effect === 'unknown-done' || effect === 'unknown-not-done' || effect === 'late'
  const found = effect === 'unknown-done' || effect === 'late'
  if (FEED.includes(step)) return 'these processes read no change feed'
  if (fault === 'staff-voids') return 'a sale voided after its completion is found by the change feed'
  if (MAIL.includes(step) && shape !== 'by-hand') return 'only held orders are mailed'
  if (REFRESH.includes(step) && !refreshes) return 'the token is good: nothing is refreshed'
  if (ANSWERED.includes(step) && target === 'create' && found && shape === 'whole')
    return 'the one create is never answered: its sale is found instead'
  if ([...COMPLETED, 'completion-sent'].includes(step) && byStaff(fault) && shape === 'whole')
    return 'staff ended the only sale before'
  if (COMPLETED.includes(step) && target === 'complete' && found && !shape.startsWith('split'))
    return 'the one completion is never answered: the sale is found completed instead'
  if (step === 'reconciler-found' && fault !== 'mix' && !(unknown && target === 'create'))
    return 'nothing about a create is unknown'
  if (ARCHIVE.includes(step) && fault !== 'mix' && !leavesOpenSales(fault, target))
    return 'no open sale is left over'
  return null
}

const leavesOpenSales = (fault: string, target: string) =>
  target === 'create' && ['duplicated', 'staff-edits'].includes(fault)
