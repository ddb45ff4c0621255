import { z } from 'zod'

/**
 * Every kind of background work and the shape of its payload. A payload names rows, it never carries data, so a
 * job that runs late or twice still reads the truth.
 */
export const JOB_SHAPES = {
  /** Work off one stored webhook delivery. */
  intake: z.object({ merchantId: z.uuid(), deliveryId: z.uuid() }),
  /** Read the stock and decide (again) what becomes of one order. */
  decide: z.object({ merchantId: z.uuid(), orderId: z.uuid() }),
  /** Read the stock and plan all held orders of a merchant together. */
  replan: z.object({ merchantId: z.uuid() }),
  /** Carry the push of one order one or more steps further. */
  push: z.object({ merchantId: z.uuid(), orderId: z.uuid() }),
  /** Carry out what a person ordered for an order in attention, and look at its sales in Lightspeed. */
  settle: z.object({ merchantId: z.uuid(), orderId: z.uuid() }),
  /** Make and send the transfers that were asked for about one order, and propose those that it still needs. */
  transfers: z.object({ merchantId: z.uuid(), orderId: z.uuid() }),
  /** Look what became of the transfers a merchant has sent. */
  'follow-transfers': z.object({ merchantId: z.uuid() }),
  /** Trade the code of a finished authorization for tokens and read the Lightspeed account. */
  connect: z.object({ merchantId: z.uuid(), connectionId: z.uuid() }),
  /** Give the tokens of a disconnected Lightspeed account back. */
  revoke: z.object({ merchantId: z.uuid(), posAccountId: z.uuid() }),
  /** Read what changed in the stock of a merchant's Lightspeed accounts, and now and then their shops. */
  mirror: z.object({ merchantId: z.uuid() }),
  /** Read the sales that changed in one Lightspeed account and compare them with our parts. */
  verify: z.object({ merchantId: z.uuid(), posAccountId: z.uuid() }),
  /** Deliver one mail of the outbox. */
  'send-mail': z.object({ merchantId: z.uuid(), mailId: z.uuid() }),
  /** Find work whose job was lost and enqueue it again. */
  sweep: z.object({}),
} as const

export type JobKind = keyof typeof JOB_SHAPES
export type JobPayload<K extends JobKind> = z.infer<(typeof JOB_SHAPES)[K]>

export const JOB_KINDS = Object.keys(JOB_SHAPES) as JobKind[]

/** How urgent a job is among its merchant's: a person waits for it, it has begun, it was tried, or none of these. */
export type JobRank = 'person' | 'begun' | 'waiting'

/** What a job answers. A throw is a counted retry. */
export type JobAnswer =
  { kind: 'done' } | { kind: 'snooze'; ms: number; rank?: JobRank } | { kind: 'give-up'; because: string }

export const done: JobAnswer = { kind: 'done' }
export const snooze = (ms: number, rank?: JobRank): JobAnswer => ({
  kind: 'snooze',
  ms,
  ...(rank ? { rank } : {}),
})
export const giveUp = (because: string): JobAnswer => ({ kind: 'give-up', because })
