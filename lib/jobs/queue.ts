import { sql } from 'drizzle-orm'
import { fromDrizzle, PgBoss } from 'pg-boss'
import type { Tx } from '@/lib/db/client'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import { present } from '@/lib/result'
import { JOB_KINDS, JOB_SHAPES, type JobKind, type JobPayload, type JobRank } from './kinds'

const SCHEMA = 'jobs'

/**
 * `stately` with a key per row: one waiting and one running job for each order, delivery or mail, however often
 * it is enqueued. Lost heartbeats hand a killed worker's job to the next one.
 */
const QUEUE = {
  policy: 'stately',
  retryLimit: 8,
  retryDelay: 2,
  retryBackoff: true,
  retryDelayMax: 300,
  expireInSeconds: 600,
  heartbeatSeconds: 10,
  notify: true,
  deleteAfterSeconds: 86_400,
} as const

function createBoss(options: { worker: boolean; migrate: boolean }): PgBoss {
  const boss = new PgBoss({
    connectionString: env().DATABASE_URL,
    application_name: `order-queue-jobs-${process.env['PROCESS_NAME'] ?? 'app'}`,
    schema: SCHEMA,
    max: options.worker ? 6 : 2,
    // The web process only sends: watching over jobs is the worker's.
    supervise: options.worker,
    // How soon a killed worker's job is noticed: its heartbeat is late after 10 s, and this often it is looked for.
    superviseIntervalSeconds: 2,
    monitorIntervalSeconds: 2,
    schedule: false,
    migrate: options.migrate,
    createSchema: options.migrate,
    useListenNotify: options.worker,
  })
  boss.on('error', (error) => log.error({ err: error }, 'job queue'))
  return boss
}

/** Creates or migrates the job tables and queues. Safe to run again. */
export async function migrateJobs(): Promise<void> {
  const boss = createBoss({ worker: false, migrate: true })
  await boss.start()
  for (const kind of JOB_KINDS) {
    if (await boss.getQueue(kind)) await boss.updateQueue(kind, omitPolicy(QUEUE))
    else await boss.createQueue(kind, QUEUE)
  }
  await boss.stop({ graceful: false })
}

/** A queue's policy is fixed when it is made; everything else may be updated. */
function omitPolicy({ policy: _fixed, ...rest }: typeof QUEUE) {
  return rest
}

const held = globalThis as typeof globalThis & { orderQueueSender?: Promise<PgBoss> }

function sender(): Promise<PgBoss> {
  held.orderQueueSender ??= startSender()
  return held.orderQueueSender
}

/** A start that failed is forgotten, so that the next job tries anew: the database may only have been late. */
function startSender(): Promise<PgBoss> {
  const starting = createBoss({ worker: false, migrate: false }).start()
  starting.catch(() => {
    if (held.orderQueueSender === starting) delete held.orderQueueSender
  })
  return starting
}

/** One job in so long a time at most (whole seconds), however many processes ask for it. */
const onceIn = (ms: number) => ({ singletonSeconds: Math.max(1, Math.floor(ms / 1000)) })

/**
 * Puts a job into the caller's transaction: it exists if and only if the transaction commits. `onceInMs`: `onceIn`.
 * `beside`: one that waits apart from those of the same row that have no such name.
 */
export async function enqueue<K extends JobKind>(
  tx: Tx,
  kind: K,
  payload: JobPayload<K>,
  options: { startAfter?: Date; rank?: JobRank; onceInMs?: number; beside?: string } = {},
): Promise<void> {
  const boss = await sender()
  await boss.send(kind, payload, {
    db: fromDrizzle(tx, sql),
    singletonKey: [keyOf(payload), ...(options.beside ? [options.beside] : [])].join(' '),
    ...turnOf(payload, options.rank),
    ...(options.startAfter ? { startAfter: options.startAfter } : {}),
    ...(options.onceInMs ? onceIn(options.onceInMs) : {}),
  })
}

/** The same for all merchants in one statement, each its job once in `onceInMs`. */
export async function enqueueForAll<K extends JobKind>(
  tx: Tx,
  kind: K,
  payloads: JobPayload<K>[],
  onceInMs: number,
): Promise<void> {
  if (payloads.length === 0) return
  const boss = await sender()
  const jobs = payloads.map((payload) => ({
    data: payload,
    singletonKey: keyOf(payload),
    ...turnOf(payload),
    ...onceIn(onceInMs),
  }))
  await boss.insert(kind, jobs, { db: fromDrizzle(tx, sql) })
}

/** What a job is about: its own row's id, so that two jobs about one order never run side by side; else its merchant's. */
export function keyOf(payload: Record<string, string>): string {
  const rows = ['orderId', 'deliveryId', 'mailId', 'connectionId', 'posAccountId', 'merchantId']
  return rows.map((row) => payload[row]).find((id) => id !== undefined) ?? 'one'
}

const PRIORITY: Record<JobRank, number> = { person: 20, begun: 10, waiting: 5 }

/**
 * When a job's turn comes: by rank, then by age. A merchant's jobs are a group, of which a worker runs a few at a time, so
 * that a backlog of one never takes all slots; what a person waits for is a group of its own.
 */
export function turnOf(payload: Record<string, string>, rank?: JobRank) {
  const { merchantId } = payload
  return {
    ...(rank ? { priority: PRIORITY[rank] } : {}),
    ...(merchantId ? { group: { id: rank === 'person' ? `${merchantId}:person` : merchantId } } : {}),
  }
}

/** Forgets a job that is over, in the caller's transaction. */
export async function dropJob(tx: Tx, kind: JobKind, jobId: string): Promise<void> {
  const boss = await sender()
  await boss.deleteJob(kind, jobId, { db: fromDrizzle(tx, sql) })
}

export async function closeSender(): Promise<void> {
  const open = held.orderQueueSender
  delete held.orderQueueSender
  if (open) await (await open).stop({ graceful: false })
}

/** The worker's own side of the queue; the caller starts and stops it. */
export async function startWorkerQueue(): Promise<PgBoss> {
  return createBoss({ worker: true, migrate: false }).start()
}

/** The payload as its kind's shape says, or a throw: a malformed job is a bug of ours. */
export function parsePayload<K extends JobKind>(kind: K, data: unknown): JobPayload<K> {
  return present(JOB_SHAPES[kind], kind).parse(data) as JobPayload<K>
}

/** Empties every queue: for a seed that has carried out its jobs itself. */
export async function clearJobs(): Promise<void> {
  const boss = await sender()
  for (const kind of JOB_KINDS) await boss.deleteAllJobs(kind)
}
