/**
 * The life of a transfer: the one table that buttons, worker, tests and pages read. A proposal is a row that nothing was
 * sent for; from `creating` on Lightspeed may know the transfer; receiving is done by people there.
 */
export const TRANSFER_STATES = [
  'proposed',
  'creating',
  'open',
  'sent',
  'received',
  'cancelled',
  'refused',
] as const
export type TransferState = (typeof TRANSFER_STATES)[number]

/** State → states that may follow. Staff may send, receive or archive a transfer before we have done our next step. */
export const TRANSFER_TABLE: Record<TransferState, TransferState[]> = {
  proposed: ['creating'],
  creating: ['open', 'sent', 'received', 'cancelled', 'refused'],
  open: ['sent', 'received', 'cancelled', 'refused'],
  sent: ['received', 'cancelled'],
  received: [],
  cancelled: [],
  refused: [],
}

export const transferMayFollow = (from: TransferState, to: TransferState): boolean =>
  TRANSFER_TABLE[from].includes(to)

/** Asked for, and not ended: its units are on their way or about to be. */
export const UNDER_WAY = ['creating', 'open', 'sent'] as const satisfies TransferState[]
export const isUnderWay = (state: TransferState): boolean =>
  UNDER_WAY.some((candidate) => candidate === state)

const WORDS: Record<TransferState, string> = {
  proposed: 'proposed',
  creating: 'being made',
  open: 'made, not sent yet',
  sent: 'sent',
  received: 'received',
  cancelled: 'cancelled',
  refused: 'refused',
}
export const transferWord = (state: TransferState): string => WORDS[state]

/** Tabs of the page of transfers, in their order, and the states each shows. */
export const TRANSFER_TABS = [
  { id: 'proposed', label: 'Proposed', states: ['proposed'] },
  { id: 'under-way', label: 'Under way', states: ['creating', 'open', 'sent'] },
  { id: 'ended', label: 'Ended', states: ['received', 'cancelled', 'refused'] },
  { id: 'all', label: 'All', states: [...TRANSFER_STATES] },
] as const satisfies { id: string; label: string; states: TransferState[] }[]
export type TransferTabId = (typeof TRANSFER_TABS)[number]['id']
