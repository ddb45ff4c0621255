import { PgBoss } from 'pg-boss'
import { onHold } from '../../../../lib/crash'
import { JOB_KINDS } from '../../../../lib/jobs/kinds'
/** The product's worker, with more steps at which it can die. */
import './on-the-wire'

/** Kinds of which there are few or none here: many small workers that all look for them often do little else. */
const SELDOM = new Set<string>(['replan', 'settle', 'connect', 'revoke', 'transfers', 'follow-transfers'])
const SELDOM_LOOKS = { pollingIntervalSeconds: 8, notifyPollingIntervalSeconds: 8 }

/** Who is about to die begins nothing new: it would only be torn along. */
const { work } = PgBoss.prototype
PgBoss.prototype.work = function (this: PgBoss, ...[kind, options, run]: Parameters<typeof work>) {
  onHold(() => {
    for (const each of JOB_KINDS) void this.offWork(each, { wait: false })
  })
  return work.call(this, kind, SELDOM.has(kind) ? { ...options, ...SELDOM_LOOKS } : options, run)
} as typeof work

await import('../../../../lib/worker/main')
