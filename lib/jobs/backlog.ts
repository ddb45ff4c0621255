import { sql } from 'drizzle-orm'
import { whyNot } from '@/lib/access/roles'
import type { Viewer } from '@/lib/access/viewer'
import { inTransaction, type Tx } from '@/lib/db/client'
import { ok, refuse, type Result } from '@/lib/result'
import { JOB_KINDS, type JobKind } from './kinds'
import { dropJob, enqueue, parsePayload } from './queue'

/** Work that is due and that nobody has begun for so long is stuck: no worker runs, or all are busy. */
const STUCK_MS = 300_000
/** A page shows so many dead jobs, the latest. */
const MOST_DEAD = 20

export interface Backlog {
  /** Kinds that have something to do. `stuck`: due for more than five minutes and not begun. */
  kinds: { kind: JobKind; waiting: number; running: number; stuck: number }[]
  /** Jobs given up after their last try, the latest first; kept for a day. */
  dead: { id: string; kind: JobKind; orderId: string | null; at: string; because: string }[]
}

interface CountRow extends Record<string, unknown> {
  name: string
  waiting: number
  running: number
  stuck: number
}

interface DeadRow extends Record<string, unknown> {
  id: string
  name: string
  order_id: string | null
  at: Date
  output: unknown
}

/** What is to be done for one merchant, and what was given up. */
export function readBacklog(merchantId: string, now: Date): Promise<Backlog> {
  return inTransaction(async (tx) => {
    const stuckBefore = new Date(now.getTime() - STUCK_MS).toISOString()
    const counts = await tx.execute<CountRow>(sql`
      select name,
        count(*) filter (where state <> 'active')::int as waiting,
        count(*) filter (where state = 'active')::int as running,
        count(*) filter (where state <> 'active' and start_after < ${stuckBefore}::timestamptz)::int as stuck
      from jobs.job
      where state < 'completed' and data ->> 'merchantId' = ${merchantId}
      group by name order by name`)
    const dead = await tx.execute<DeadRow>(sql`
      select id, name, data ->> 'orderId' as order_id, completed_on as at, output
      from jobs.job
      where state = 'failed' and data ->> 'merchantId' = ${merchantId}
      order by completed_on desc limit ${MOST_DEAD}`)
    return {
      kinds: counts.rows.flatMap(({ name, ...row }) => (isKind(name) ? [{ kind: name, ...row }] : [])),
      dead: dead.rows.flatMap((row) =>
        isKind(row.name)
          ? [
              {
                id: row.id,
                kind: row.name,
                orderId: row.order_id,
                at: new Date(row.at).toISOString(),
                because: messageOf(row.output),
              },
            ]
          : [],
      ),
    }
  })
}

const isKind = (name: string): name is JobKind => JOB_KINDS.includes(name as JobKind)

/** What the last try threw, in its first line; a browser sees no stack. */
function messageOf(output: unknown): string {
  const message =
    typeof output === 'object' && output !== null && 'message' in output ? output.message : output
  const [first = ''] = (typeof message === 'string' ? message : '').split('\n')
  // What a database says of a failed query repeats the query: no sentence for people.
  return first.startsWith('Failed query') || first === ''
    ? 'An error on our side; the log has it.'
    : first.slice(0, 300)
}

/** Has a job that was given up done again, as a new one: the rows it names are the truth, so nothing is done twice. */
export async function retryDead(
  viewer: Viewer,
  jobId: string,
): Promise<Result<{ message: string }, { because: string }>> {
  const because = whyNot(viewer.role, 'act-on-orders')
  if (because !== null) return refuse({ because })
  return inTransaction(async (tx) => {
    const job = await deadJob(tx, viewer.merchantId, jobId)
    if (!job)
      return refuse({ because: 'This job is gone already: somebody retried it, or it is over a day old.' })
    await enqueue(tx, job.kind, parsePayload(job.kind, job.data), { rank: 'person' })
    await dropJob(tx, job.kind, jobId)
    return ok({ message: 'It is tried again.' })
  })
}

async function deadJob(
  tx: Tx,
  merchantId: string,
  jobId: string,
): Promise<{ kind: JobKind; data: unknown } | null> {
  const { rows } = await tx.execute<{ name: string; data: unknown }>(sql`
    select name, data from jobs.job
    where id = ${jobId}::uuid and state = 'failed' and data ->> 'merchantId' = ${merchantId} for update`)
  const [row] = rows
  return row && isKind(row.name) ? { kind: row.name, data: row.data } : null
}
