import { PgBoss } from 'pg-boss'
import { onHold } from '../../../../lib/crash'
import { JOB_KINDS } from '../../../../lib/jobs/kinds'
/** The product's worker, with more steps at which it can die. */
import './on-the-wire'

/** Who is about to die begins nothing new: it would only be torn along. */
const { work } = PgBoss.prototype
PgBoss.prototype.work = function (this: PgBoss, ...args: Parameters<typeof work>) {
  onHold(() => {
    for (const kind of JOB_KINDS) void this.offWork(kind, { wait: false })
  })
  return work.apply(this, args)
} as typeof work

await import('../../../../lib/worker/main')
