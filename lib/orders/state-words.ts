import type { OrderState, PartState } from './states'

const ORDER_WORDS: Record<OrderState, string> = {
  received: 'being decided',
  held: 'held',
  snoozed: 'snoozed',
  pushing: 'pushing',
  'partly-pushed': 'partly pushed',
  pushed: 'pushed',
  voided: 'voided',
  cancelled: 'cancelled in the channel',
  'not-routed': 'not routed',
}

const PART_WORDS: Record<PartState, string> = {
  planned: 'planned',
  creating: 'making the sale',
  created: 'sale made, still open',
  completing: 'completing the sale',
  completed: 'completed',
  unknown: 'checking with Lightspeed',
  refused: 'refused',
  abandoned: 'given up',
}

/** States in words, for people. */
export const stateWord = (state: OrderState): string => ORDER_WORDS[state]
export const partWord = (state: PartState): string => PART_WORDS[state]
