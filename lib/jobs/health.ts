import { desc, gte, sql } from 'drizzle-orm'
import { database } from '@/lib/db/client'
import { workerBeats } from './tables'

/** A worker silent for so long counts as dead: several missed beats. */
const SILENCE_MS = 15_000

/** Notes that this worker is alive and what it could reach. */
export async function beat(workerId: string, reach: Record<string, string>, now: Date): Promise<void> {
  await database()
    .insert(workerBeats)
    .values({ workerId, at: now, reach })
    .onConflictDoUpdate({ target: workerBeats.workerId, set: { at: now, reach } })
}

/** A worker that ended in order takes its row along. */
export async function endBeat(workerId: string): Promise<void> {
  await database()
    .delete(workerBeats)
    .where(sql`worker_id = ${workerId}`)
}

/** Whether a worker of this database gave a sign of life after `since`: then it is not one that was put back meanwhile. */
export async function beatSince(since: Date): Promise<boolean> {
  const beats = await database().select().from(workerBeats).where(gte(workerBeats.at, since)).limit(1)
  return beats.length > 0
}

export interface Health {
  ready: boolean
  checks: Record<string, string>
}

/** Whether everything the product needs answers: the database, a living worker, and what that worker reaches. */
export async function readHealth(now: Date): Promise<Health> {
  const [alive] = await database()
    .select()
    .from(workerBeats)
    .where(gte(workerBeats.at, new Date(now.getTime() - SILENCE_MS)))
    .orderBy(desc(workerBeats.at))
    .limit(1)
  const checks: Record<string, string> = {
    database: 'ok',
    worker: alive ? 'ok' : 'no sign of life: is the worker running?',
    ...alive?.reach,
  }
  return { ready: Object.values(checks).every((check) => check === 'ok'), checks }
}
