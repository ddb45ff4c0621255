/** What a process of this regime is told, and what it answers. */
export type Errand = { id: number; kind: 'read' } | { id: number; kind: 'push'; orderId: string }

export interface Report {
  /** 0: it is ready. */
  id: number
  outcome: 'ok' | 'reconnect' | 'stuck' | 'fault' | 'died'
  because?: string
}
