/**
 * The life of an order and of a part: the one table that buttons, commands, tests and the diagram in the README
 * read. Nothing else in the product decides what may follow what.
 */
export const ORDER_STATES = [
  'received',
  'held',
  'snoozed',
  'pushing',
  'partly-pushed',
  'pushed',
  'voided',
  'cancelled',
  'not-routed',
] as const
export type OrderState = (typeof ORDER_STATES)[number]

export const PART_STATES = [
  'planned',
  'creating',
  'created',
  'completing',
  'completed',
  'unknown',
  'refused',
  'abandoned',
  'undone', // its sale was completed, then refunded or voided: its units are free again
] as const
export type PartState = (typeof PART_STATES)[number]

export const ORDER_COMMANDS = [
  'decide', // the system: policy says push, or hold
  'hold',
  'void',
  'push',
  'undo',
  'snooze',
  'wake',
  'reopen',
  'refresh', // read the stock again and plan again
  'edit-upstream', // the channel sent a newer version
  'cancel-upstream',
  'finish', // every part completed, or the rest held again
  'transfer', // stock is sent to a store that was sold short; the order itself goes on as it is
  'go-on', // the transfers that a push waited for have ended
  'return-to-queue', // the push stopped before anything was completed
  'adopt', // sales were found in Lightspeed that a restored database had forgotten
  'settle', // what a person orders for an order in attention, and what a look in Lightspeed makes of it
] as const
export type OrderCommand = (typeof ORDER_COMMANDS)[number]

/** command → state it is allowed in → states it may lead to. */
export const ORDER_TABLE: Record<OrderCommand, Partial<Record<OrderState, OrderState[]>>> = {
  decide: {
    received: ['received', 'held', 'pushing', 'not-routed'],
    held: ['held', 'pushing'],
    snoozed: ['snoozed', 'held'],
    'partly-pushed': ['partly-pushed'],
  },
  hold: { received: ['held'] },
  void: {
    received: ['voided'],
    held: ['voided'],
    snoozed: ['voided', 'pushed'],
    'partly-pushed': ['pushed'],
  },
  push: { held: ['pushing'], snoozed: ['pushing'], 'partly-pushed': ['pushing'] },
  undo: { pushing: ['held', 'partly-pushed', 'cancelled'] },
  snooze: { held: ['snoozed'], 'partly-pushed': ['snoozed'] },
  wake: { snoozed: ['held', 'partly-pushed'] },
  reopen: { voided: ['held'] },
  refresh: { held: ['held'], snoozed: ['snoozed'], 'partly-pushed': ['partly-pushed'] },
  'edit-upstream': {
    received: ['received', 'not-routed'],
    held: ['held', 'not-routed'],
    pushing: ['pushing'],
    'partly-pushed': ['partly-pushed'],
    pushed: ['pushed'],
    voided: ['voided'],
    cancelled: ['cancelled', 'received'],
    'not-routed': ['not-routed', 'received'],
  },
  'cancel-upstream': {
    received: ['cancelled'],
    held: ['cancelled'],
    pushing: ['pushing', 'cancelled'],
    'partly-pushed': ['partly-pushed'],
    pushed: ['pushed'],
    voided: ['voided'],
    cancelled: ['cancelled'],
    'not-routed': ['not-routed'],
  },
  finish: { pushing: ['pushed', 'partly-pushed'] },
  transfer: {
    held: ['held'],
    snoozed: ['snoozed'],
    pushing: ['pushing'],
    'partly-pushed': ['partly-pushed'],
    pushed: ['pushed'],
    cancelled: ['cancelled'],
  },
  'go-on': { pushing: ['pushing'] },
  'return-to-queue': { pushing: ['held', 'partly-pushed', 'cancelled'] },
  adopt: {
    received: ['partly-pushed', 'pushed'],
    held: ['partly-pushed', 'pushed'],
    snoozed: ['partly-pushed', 'pushed'],
    'partly-pushed': ['partly-pushed', 'pushed'],
  },
  settle: {
    received: ['received'],
    'not-routed': ['not-routed'],
    held: ['held', 'pushing', 'partly-pushed', 'pushed'],
    snoozed: ['snoozed', 'pushing', 'partly-pushed', 'pushed'],
    pushing: ['pushing'],
    'partly-pushed': ['partly-pushed', 'pushing', 'held', 'pushed', 'cancelled'],
    pushed: ['pushed', 'pushing', 'partly-pushed', 'held', 'cancelled'],
    voided: ['voided', 'partly-pushed', 'pushed'],
    cancelled: ['cancelled', 'partly-pushed', 'pushed'],
  },
}

/**
 * Part state → states that may follow. A part that was tried before may turn out to have its sale already, open or
 * even completed, whatever we thought of it.
 */
export const PART_TABLE: Record<PartState, PartState[]> = {
  planned: ['creating', 'created', 'completed', 'refused', 'abandoned'],
  creating: ['created', 'completed', 'unknown', 'refused', 'planned', 'abandoned'],
  created: ['completing', 'completed', 'abandoned', 'refused', 'unknown'],
  completing: ['completed', 'unknown', 'refused', 'created'],
  unknown: ['creating', 'created', 'completing', 'completed', 'refused', 'abandoned'],
  completed: [],
  refused: ['completed', 'abandoned'],
  abandoned: [],
  undone: [],
}

/**
 * Part state → states that may follow when a person settles attention. A completed part changes in no other way: its
 * sale was voided or refunded, or another one stands for it.
 */
export const PART_TABLE_BY_HAND: Record<PartState, PartState[]> = {
  planned: ['created', 'completed'],
  creating: ['planned', 'created', 'completed', 'refused'],
  created: ['planned', 'completed', 'refused'],
  completing: ['planned', 'created', 'completed', 'refused'],
  unknown: ['planned', 'created', 'completed', 'refused'],
  completed: ['completed', 'planned', 'undone'],
  refused: ['completed'],
  abandoned: ['completed'],
  undone: ['completed'],
}

/** States of parts whose units no other part may hold: they were or will be sent. */
const WITHOUT_UNITS: PartState[] = ['refused', 'abandoned', 'undone']
export const HOLDING_UNITS: PartState[] = PART_STATES.filter((state) => !WITHOUT_UNITS.includes(state))

/** Tabs of the queue, in their order, and the states each shows; *Ready* and *Attention* go by a mark instead. */
export const TABS = [
  { id: 'needs-action', label: 'Needs action', states: ['held', 'partly-pushed'] },
  { id: 'ready', label: 'Ready', states: [] },
  { id: 'attention', label: 'Attention', states: [] },
  { id: 'snoozed', label: 'Snoozed', states: ['snoozed'] },
  { id: 'pushing', label: 'Pushing', states: ['pushing'] },
  { id: 'pushed', label: 'Pushed', states: ['pushed'] },
  { id: 'incoming', label: 'Incoming', states: ['received'] },
  { id: 'closed', label: 'Closed', states: ['voided', 'cancelled', 'not-routed'] },
  { id: 'all', label: 'All', states: [...ORDER_STATES] },
] as const satisfies { id: string; label: string; states: OrderState[] }[]
export type TabId = (typeof TABS)[number]['id']

export function canOrder(command: OrderCommand, state: OrderState): boolean {
  return ORDER_TABLE[command][state] !== undefined
}

export function mayFollow(command: OrderCommand, from: OrderState, to: OrderState): boolean {
  return ORDER_TABLE[command][from]?.includes(to) ?? false
}

export function partMayFollow(from: PartState, to: PartState): boolean {
  return PART_TABLE[from].includes(to)
}

/** A part that can never again be anything else. */
export function isFinal(state: PartState): boolean {
  return PART_TABLE[state].length === 0
}
