import { setTimeout as pause } from 'node:timers/promises'
import { Member } from './crew'
import type { Report } from './errand'
import type { TokenStage } from './token-stage'

/** What happens to the token while eight processes want it. */
export const ROUND_KINDS = [
  'expiry',
  'mid-split',
  'crash-before-refresh',
  'crash-refresh-answered',
  'crash-refresh-stored',
  'answer-lost',
  'invalid-grant',
] as const
export type RoundKind = (typeof ROUND_KINDS)[number]

export interface RoundPlay {
  stage: TokenStage
  crew: Member[]
  env: NodeJS.ProcessEnv
  random: () => number
  /** Numbers the round, and the order in it. */
  n: number
}

export interface RoundTold {
  /** The kill or the fault of this round took place. */
  fired: boolean
  /** Good refresh tokens we lost: a process was told to reconnect although nobody had ended the connection. */
  lost: number
  doubled: number
  /** Sentences about whatever else was not as it must be. */
  trouble: string[]
}

/** How far ahead the process that is to die goes, so that the refresh is its. */
const HEAD_START_MS = 60

/** Ways an answer of the token door gets lost; the first kinds after the pair was made, the others before. */
const LOSSES = [
  { kind: 'answer-lost-after-commit', made: true },
  { kind: 'cut-body', made: true },
  { kind: 'error-500-after', made: true },
  { kind: 'html-502', made: true },
  { kind: 'late-commit', made: true },
  { kind: 'down', made: false },
  { kind: 'error-500-before', made: false },
] as const

export async function playRound(play: RoundPlay, kind: RoundKind): Promise<RoundTold> {
  const { stage } = play
  const before = await stage.record()
  const told = await PLAYS[kind](play, kind)
  const after = await stage.record()
  const refreshes = after.refreshes - before.refreshes
  const [least, most] = told.refreshes
  if (refreshes < least || refreshes > most)
    told.trouble.push(`${refreshes} refreshes instead of ${least} to ${most}`)
  if (after.mostAtOnce > 1) told.trouble.push(`${after.mostAtOnce} refreshes at once`)
  const where = `round ${play.n} (${kind}): `
  return { ...told, trouble: told.trouble.map((sentence) => where + sentence) }
}

/** What a round expects of the token door, beside what it tells. */
type Played = RoundTold & { refreshes: [least: number, most: number] }

const PLAYS: Record<RoundKind, (play: RoundPlay, kind: RoundKind) => Promise<Played>> = {
  expiry: async ({ stage, crew }) => {
    await stage.door('POST', 'tokens', { end: 'access' })
    return judged(await readAll(crew), { fired: true, refreshes: [1, 1] })
  },
  'mid-split': midSplit,
  'crash-before-refresh': (play) => crash(play, 'before-refresh', [1, 1]),
  // The pair that died with the process was made all the same; the next refresh is with the old one.
  'crash-refresh-answered': (play) => crash(play, 'refresh-answered', [2, 2]),
  'crash-refresh-stored': (play) => crash(play, 'refresh-stored', [1, 1]),
  'answer-lost': async ({ stage, crew, random }) => {
    const loss = LOSSES[Math.floor(random() * LOSSES.length)] ?? LOSSES[0]
    const match = { pathIncludes: '/auth/oauth/token' }
    await stage.door('POST', 'faults', { kind: loss.kind, match, ms: 40 })
    await stage.door('POST', 'tokens', { end: 'access' })
    const reports = await readAll(crew)
    const { waiting } = (await stage.door('GET', 'faults')) as { waiting: unknown[] }
    // A late commit may come while the next round has begun, were it not waited for.
    if (loss.kind === 'late-commit') await pause(60)
    const refreshes: [number, number] = loss.made ? [2, 2] : [1, 1]
    return judged(reports, { fired: waiting.length === 0, refreshes })
  },
  'invalid-grant': invalidGrant,
}

const readAll = (crew: Member[]): Promise<Report[]> =>
  Promise.all(crew.map((member) => member.ask({ kind: 'read' })))

/** Nobody may be told to reconnect, and nobody may be stuck, in a round that ended no connection. */
function judged(reports: Report[], rest: { fired: boolean; refreshes: [number, number] }): Played {
  const lost = reports.filter((report) => report.outcome === 'reconnect').length
  const odd = reports.filter((report) => report.outcome !== 'ok' && report.outcome !== 'reconnect')
  const trouble = odd.map((report) => `a process answered ${report.outcome} ${report.because ?? ''}`)
  return { ...rest, lost: lost > 0 ? 1 : 0, doubled: 0, trouble }
}

/** One more process dies at the step while the others want the token too. */
async function crash(play: RoundPlay, step: string, refreshes: [number, number]): Promise<Played> {
  const { stage, crew, env } = play
  const armed = await Member.start(stage.shop.merchantId, env, step)
  // Its connections are open from now on, so that it is not the last to ask.
  await armed.ask({ kind: 'read' })
  await stage.door('POST', 'tokens', { end: 'access' })
  const dying = armed.ask({ kind: 'read' })
  await pause(HEAD_START_MS)
  const reports = await readAll(crew)
  const fired = (await dying).outcome === 'died'
  if (!fired) await armed.end()
  const signal = await armed.ended
  const told = judged(reports, { fired, refreshes: fired ? refreshes : [1, 1] })
  if (fired && signal !== 'SIGKILL') told.trouble.push(`the process ended with ${signal}`)
  return told
}

/** The token ends between two calls of a split push, while the others read. */
async function midSplit({ stage, crew, random, n }: RoundPlay): Promise<Played> {
  const parts = random() < 0.5 ? 2 : 3
  const number = `${7_000_000 + n}`
  const orderId = await stage.order(number, parts)
  const at = { method: random() < 0.5 ? 'POST' : 'PUT', pathIncludes: '/Sale' }
  const part = 1 + Math.floor(random() * parts)
  await stage.door('POST', 'faults', {
    kind: 'token-ends',
    match: { ...at, referenceIncludes: `${number}-${part}` },
  })
  const [pusher, ...others] = crew
  const push = pusher?.ask({ kind: 'push', orderId })
  const reading = others.map(async (member) => {
    await pause(random() * 200)
    return member.ask({ kind: 'read' })
  })
  const reports = await Promise.all([...(push ? [push] : []), ...reading])
  const { waiting } = (await stage.door('GET', 'faults')) as { waiting: unknown[] }
  const told = judged(reports, { fired: waiting.length === 0, refreshes: [1, 1] })
  return withSales(told, await stage.sales(number), number, parts)
}

/** The connection itself is ended: everybody waits, nothing is sold, one asks; reconnecting brings all back. */
async function invalidGrant({ stage, crew, random, n }: RoundPlay): Promise<Played> {
  const parts = random() < 0.5 ? 1 : 2
  const number = `${7_000_000 + n}`
  const orderId = await stage.order(number, parts)
  const before = await stage.record()
  await stage.door('POST', 'tokens', { end: 'all' })
  const [pusher, ...others] = crew
  const push = pusher?.ask({ kind: 'push', orderId })
  const waiting = await Promise.all(others.map((member) => member.ask({ kind: 'read' })))
  await push
  const trouble = waiting
    .filter((report) => report.outcome !== 'reconnect')
    .map((report) => `a process answered ${report.outcome} after the connection had ended`)
  const refused = (await stage.record()).refused - before.refused
  if (refused !== 1) trouble.push(`the dead token was tried ${refused} times`)
  if ((await stage.sales(number)).length > 0) trouble.push('a sale was made without access')
  await stage.connect()
  const reports = await Promise.all([
    ...(pusher ? [pusher.ask({ kind: 'push' as const, orderId })] : []),
    ...others.map((member) => member.ask({ kind: 'read' })),
  ])
  const told = judged(reports, { fired: true, refreshes: [0, 0] })
  told.trouble.push(...trouble)
  return withSales(told, await stage.sales(number), number, parts)
}

/** Every part sold once, by the simulator's own record. */
function withSales(
  told: Played,
  sales: { reference: string; completed: boolean }[],
  number: string,
  parts: number,
): Played {
  const completed = sales.filter((sale) => sale.completed).map((sale) => sale.reference)
  const wanted = Array.from({ length: parts }, (_, i) => `${number}-${i + 1}`)
  for (const reference of wanted) {
    const times = completed.filter((one) => one === reference).length
    if (times === 0) told.trouble.push(`part ${reference} was not sold`)
    if (times > 1) told.doubled += 1
  }
  return told
}
