import type { Env } from '@/lib/env'
import { parsePayload } from '@/lib/jobs/queue'
import type { JobAnswer, JobKind } from '@/lib/jobs/kinds'
import { workOffDelivery } from '@/lib/orders/intake/intake'
import { done } from '@/lib/jobs/kinds'
import type { Waits } from '@/lib/waits'
import { connectJob } from './connect/connect-job'
import { revokeJob } from './connect/revoke-job'
import { decideJob } from './decide-job'
import type { OpenAccount } from './gateways'
import { mailJob } from './mail-job'
import { mirrorJob } from './mirror/mirror-job'
import { pushJob } from './push/push-job'
import { replanJob } from './replan-job'
import { settleJob } from './settle/settle-job'
import { sweepJob } from './sweep-job'
import { followJob } from './transfers/follow-job'
import { transferJob } from './transfers/transfer-job'
import { verifyJob } from './verify/verify-job'

/** What the jobs of a worker share. */
export interface Workshop {
  settings: Env
  waits: Waits
  open: OpenAccount
  /** The clock of every job; a seed runs it in the past. */
  now(): Date
}

/** Every kind of job and what does it; a kind without a worker fails to compile. */
const JOBS: { [K in JobKind]: (workshop: Workshop, data: unknown) => Promise<JobAnswer> } = {
  intake: async (workshop, data) => {
    const { merchantId, deliveryId } = parsePayload('intake', data)
    await workOffDelivery(merchantId, deliveryId, workshop.now())
    return done
  },
  decide: (workshop, data) => decideJob(workshop, parsePayload('decide', data)),
  replan: (workshop, data) => replanJob(workshop, parsePayload('replan', data)),
  push: (workshop, data) => pushJob(workshop, parsePayload('push', data)),
  settle: (workshop, data) => settleJob(workshop, parsePayload('settle', data)),
  connect: (workshop, data) => connectJob(workshop, parsePayload('connect', data)),
  revoke: (workshop, data) => revokeJob(workshop, parsePayload('revoke', data)),
  mirror: (workshop, data) => mirrorJob(workshop, parsePayload('mirror', data)),
  verify: (workshop, data) => verifyJob(workshop, parsePayload('verify', data)),
  transfers: (workshop, data) => transferJob(workshop, parsePayload('transfers', data)),
  'follow-transfers': (workshop, data) => followJob(workshop, parsePayload('follow-transfers', data)),
  'send-mail': (workshop, data) => mailJob(workshop, parsePayload('send-mail', data)),
  sweep: (workshop) => sweepJob(workshop),
}

export const runJob = (workshop: Workshop, kind: JobKind, data: unknown): Promise<JobAnswer> =>
  JOBS[kind](workshop, data)
