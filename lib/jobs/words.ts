import type { JobKind } from './kinds'

/** What a job does, for people. */
export const JOB_WORDS: Record<JobKind, string> = {
  intake: 'Taking in an order',
  decide: 'Deciding an order',
  replan: 'Planning held orders again',
  push: 'Pushing an order',
  settle: 'Settling an order in attention',
  transfers: 'Making transfers',
  'follow-transfers': 'Following transfers',
  connect: 'Connecting Lightspeed',
  revoke: 'Giving tokens back',
  mirror: 'Reading changed stock',
  verify: 'Checking against Lightspeed',
  'send-mail': 'Sending a mail',
  sweep: 'Sweeping up forgotten work',
}
