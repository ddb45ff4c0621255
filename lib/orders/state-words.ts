import type { OrderState, PartState } from './states'

const ORDER_WORDS: Record<OrderState, string> = {
  received: 'Being decided',
  held: 'Held',
  snoozed: 'Snoozed',
  pushing: 'Pushing',
  'partly-pushed': 'Partly pushed',
  pushed: 'Pushed',
  voided: 'Voided',
  cancelled: 'Cancelled in the channel',
  'not-routed': 'Not routed',
}

const PART_WORDS: Record<PartState, string> = {
  planned: 'Planned',
  creating: 'Making the sale',
  created: 'Sale made, still open',
  completing: 'Completing the sale',
  completed: 'Completed',
  unknown: 'Checking with Lightspeed',
  refused: 'Refused',
  abandoned: 'Given up',
  undone: 'Refunded or voided',
}

/** States in words, for people. */
export const stateWord = (state: OrderState): string => ORDER_WORDS[state]
export const partWord = (state: PartState): string => PART_WORDS[state]
