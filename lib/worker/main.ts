import { hostname } from 'node:os'
import { listMerchants } from '@/lib/access/merchants'
import { closeDatabase, inTransaction } from '@/lib/db/client'
import { mailServerAnswers } from '@/lib/email/transport'
import { env } from '@/lib/env'
import { beat, beatSince, endBeat } from '@/lib/jobs/health'
import { JOB_KINDS, type JobAnswer, type JobKind } from '@/lib/jobs/kinds'
import { closeSender, enqueue, enqueueForAll, keyOf, startWorkerQueue, turnOf } from '@/lib/jobs/queue'
import { log } from '@/lib/log'
import { scaledWaits } from '@/lib/waits'
import { gatewayOpener } from './gateways'
import { askReadings, askVerification } from './verify/ask-verification'
import { runJob, type Workshop } from './registry'

const settings = env()
const slots = settings.WORKER_SLOTS
/** For what comes seldom. */
const few = Math.min(2, Math.ceil(slots / 6))

/** Jobs of one kind running side by side; the rate budget of Lightspeed is far below what these could use. */
const CONCURRENCY: Record<JobKind, number> = {
  intake: Math.ceil(slots / 3),
  decide: slots,
  replan: few,
  push: slots,
  settle: few,
  connect: few,
  revoke: 1,
  mirror: 1,
  verify: few,
  transfers: few,
  'follow-transfers': 1,
  'send-mail': few,
  sweep: 1,
}

/** Of these, at most so many of one merchant: a backlog must leave slots to the others. */
const A_MERCHANT: Partial<Record<JobKind, number>> = {
  decide: Math.ceil(slots / 2),
  push: Math.ceil(slots / 6),
}

/** Nobody waits for these: a new one is begun at once all the same, and one put off may come some seconds late. */
const UNHURRIED = new Set<JobKind>(['revoke', 'mirror', 'verify', 'follow-transfers', 'sweep'])
const POLL_SECONDS = { hurried: 2, unhurried: 5 }

const waits = scaledWaits(settings.WAIT_SCALE)
const now = () => new Date()
const workshop: Workshop = { settings, waits, now, open: gatewayOpener(settings, waits, now) }
/** What is put back is older than so many beats. */
const RECENT_BEATS = 3
const workerId = `${hostname()}-${process.pid}`
// Before anything is sent: this database may be another one than the last worker had, unless one was just at work on it.
if (!(await beatSince(new Date(Date.now() - RECENT_BEATS * waits.heartbeatMs)))) await askReadings(now())
const boss = await startWorkerQueue()
boss.on('warning', (warning) => log.debug({ warning }, 'job queue'))

for (const kind of JOB_KINDS) {
  await boss.work(
    kind,
    {
      localConcurrency: CONCURRENCY[kind],
      ...(A_MERCHANT[kind] === undefined ? {} : { localGroupConcurrency: A_MERCHANT[kind] }),
      pollingIntervalSeconds: POLL_SECONDS.hurried,
      notifyPollingIntervalSeconds: UNHURRIED.has(kind) ? POLL_SECONDS.unhurried : POLL_SECONDS.hurried,
      heartbeatRefreshSeconds: waits.jobBeatMs / 1000,
    },
    async ([job]) => {
      if (!job) return
      const started = Date.now()
      const answer = await runJob(workshop, kind, job.data)
      log.info({ kind, job: job.id, answer: answer.kind, ms: Date.now() - started }, 'job')
      await settle(kind, job.data, answer)
    },
  )
}

/** `snooze` is the same job again, later; it waits as a row, so a worker that dies forgets nothing. */
async function settle(kind: JobKind, data: unknown, answer: JobAnswer): Promise<void> {
  if (answer.kind === 'give-up') log.warn({ kind, data, because: answer.because }, 'job given up')
  if (answer.kind !== 'snooze') return
  await boss.send(kind, data as object, {
    singletonKey: keyOf(data as Record<string, string>),
    ...turnOf(data as Record<string, string>, answer.rank),
    startAfter: new Date(Date.now() + answer.ms),
  })
}

/** Lightspeed answers when its address accepts a request at all; a 401 is a fine answer here. */
async function lightspeedAnswers(): Promise<boolean> {
  try {
    const url = `${settings.LIGHTSPEED_API_URL}/API/V3/Account.json`
    await fetch(url, { signal: AbortSignal.timeout(5_000), redirect: 'manual' })
    return true
  } catch {
    return false
  }
}

async function tellAlive(): Promise<void> {
  const [mail, lightspeed] = await Promise.all([mailServerAnswers(), lightspeedAnswers()])
  const word = (answers: boolean) => (answers ? 'ok' : 'does not answer')
  await beat(workerId, { mail: word(mail), lightspeed: word(lightspeed) }, new Date())
}

/** Runs `work` every `ms`, never twice at once; a failure is logged and the next turn tries again. */
function everyMs(ms: number, name: string, work: () => Promise<void>): NodeJS.Timeout {
  let running = false
  const turn = () => {
    if (running) return
    running = true
    work()
      .catch((error: unknown) => log.error({ err: error, name }, 'timer'))
      .finally(() => {
        running = false
      })
  }
  turn()
  return setInterval(turn, ms)
}

/** Every merchant's mirror; each worker asks, and there is one job in each interval. */
async function askMirror(): Promise<void> {
  const merchants = await listMerchants()
  const payloads = merchants.map(({ id: merchantId }) => ({ merchantId }))
  await inTransaction((tx) => enqueueForAll(tx, 'mirror', payloads, waits.mirrorMs))
}

const timers = [
  everyMs(waits.heartbeatMs, 'heartbeat', tellAlive),
  everyMs(waits.sweepMs, 'sweep', () =>
    inTransaction((tx) => enqueue(tx, 'sweep', {}, { onceInMs: waits.sweepMs })),
  ),
  everyMs(waits.mirrorMs, 'mirror', askMirror),
  everyMs(waits.verifyMs, 'verify', () => askVerification(waits.verifyMs)),
]
log.info({ workerId }, 'worker ready')

let stopping = false
/** Finishes the jobs under way (none is begun any more), then ends. */
async function stop(): Promise<void> {
  if (stopping) return
  stopping = true
  for (const timer of timers) clearInterval(timer)
  await boss.stop({ graceful: true, timeout: 8_000 })
  await endBeat(workerId)
  await closeSender()
  await closeDatabase()
  process.exit(0)
}
process.on('SIGTERM', () => void stop())
process.on('SIGINT', () => void stop())
