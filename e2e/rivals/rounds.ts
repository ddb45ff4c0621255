import { sql } from 'drizzle-orm'
import { withMerchant } from '../../lib/db/with-merchant'
import { later, item, placeOrder, type ExampleMerchant } from '../../lib/orders/example-merchant'
import type { CommandAnswer } from '../../lib/orders/commands/command'
import { refusalSentence } from '../../lib/orders/commands/refusals'
import { getOrder } from '../../lib/orders/order-row'
import type { OrderState } from '../../lib/orders/states'
import { present } from '../../lib/result'
import { pick, seededRandom, shuffled } from '../../lib/commands/test-orders/seeded-random'
import { RIVALS, type Rival, type Stage } from './rivals'

export interface RivalsSummary {
  regime: 'people'
  pairs: number
  rounds: number
  /** Commands given, all rounds together. */
  commands: number
  won: number
  told: number
  /** Rounds in which nobody could win, as neither command is allowed there. */
  withoutWinner: number
  wrong: string[]
  seed: number
}

/** Every command with every other and with itself. */
export const PAIRS: [Rival, Rival][] = RIVALS.flatMap((first, index) =>
  RIVALS.slice(index).map((second): [Rival, Rival] => [first, second]),
)

/**
 * Plays `rounds` rounds of every pair: two to eight people give the two commands at once, on what they saw of one
 * order. One may win, every other must be told why, and row, parts and history must agree on what happened.
 */
export async function playRounds(
  merchant: ExampleMerchant,
  { rounds, seed }: { rounds: number; seed: number },
): Promise<RivalsSummary> {
  const random = seededRandom(`rivals ${seed}`)
  const sums = { commands: 0, won: 0, told: 0, withoutWinner: 0 }
  const wrong: string[] = []
  let clock = 0
  for (const [index, pair] of PAIRS.entries()) {
    const at = await openStage(merchant, `#R${seed}${index}`)
    for (let round = 0; round < rounds; round += 1) {
      const states: OrderState[] = [...new Set(pair.flatMap(({ from }) => from))]
      const start = present(states[round % states.length], 'state to begin in')
      clock += 1
      await bringTo(at, start, later(clock))
      const actors = 2 + Math.floor(random() * 7)
      const line = shuffled(
        Array.from({ length: actors }, (_, n) =>
          n < 2 ? present(pair[n], 'rival') : (pick(pair, random) ?? pair[0]),
        ),
        random,
      )
      const outcome = await playRound(at, line, later(clock))
      sums.commands += actors
      sums.won += outcome.won
      sums.told += outcome.told
      sums.withoutWinner += outcome.won === 0 ? 1 : 0
      const where = `${pair[0].name} × ${pair[1].name}, ${actors} at once, ${start}, round ${round}, seed ${seed}`
      wrong.push(...outcome.wrong.map((text) => `${where}: ${text}`))
    }
  }
  return { regime: 'people', pairs: PAIRS.length, rounds: PAIRS.length * rounds, ...sums, wrong, seed }
}

/** A held order of two units that no store has alone. */
async function openStage(merchant: ExampleMerchant, number: string): Promise<Stage> {
  const sku = `SKU${number.slice(1)}`
  const orderId = await placeOrder(merchant, number, [{ sku, quantity: 2 }], [item(sku, [1, 1, 0])])
  const { row } = await look(merchant.merchantId, orderId)
  return { merchant, orderId, sku, lineId: row.snapshot.lines[0]?.externalId ?? '' }
}

const commandNamed = (name: string) =>
  present(
    RIVALS.find((rival) => rival.name === name),
    name,
  )

/** By the product's own commands, one after the other. */
async function bringTo(at: Stage, state: OrderState, now: Date): Promise<void> {
  const give = async (name: string) => {
    const { row } = await look(at.merchant.merchantId, at.orderId)
    const answer = await commandNamed(name).act(at, at.merchant.as('manager'), row.version, now)
    if (!answer.ok) throw new Error(`${name}: ${refusalSentence(answer.refusal)}`)
  }
  const { row } = await look(at.merchant.merchantId, at.orderId)
  if (row.state === state) return
  if (row.state === 'pushing') await give('undo')
  if (row.state === 'voided') await give('reopen')
  if (state === 'pushing') await give('push whole')
  if (state === 'voided') await give('void')
}

interface Outcome {
  won: number
  told: number
  wrong: string[]
}

async function playRound(at: Stage, line: Rival[], now: Date): Promise<Outcome> {
  const { merchantId } = at.merchant
  const before = await look(merchantId, at.orderId)
  const answers = await Promise.all(
    line.map((rival, n) =>
      rival
        .act(at, { ...at.merchant.as('manager'), name: `Person ${n}` }, before.row.version, now)
        .catch((error: unknown) => String(error)),
    ),
  )
  const after = await look(merchantId, at.orderId)
  const wrong: string[] = []
  const check = (holds: boolean, text: string) => void (holds || wrong.push(text))
  const winners = line.flatMap((rival, n) => {
    const answer = answers[n]
    if (typeof answer === 'string') wrong.push(`${rival.name} threw ${answer}`)
    return rival.to !== null && typeof answer === 'object' && answer.ok
      ? [{ rival, name: `Person ${n}` }]
      : []
  })
  const planned = after.row.version - before.row.version - winners.length
  check(winners.length <= 1, `${winners.length} won`)
  const possible = line.some((rival) => rival.to !== null && rival.from.includes(before.row.state))
  const replanned = line.some((rival) => rival.name === 'replan') && planned > 0
  check(winners.length === 1 || !possible || replanned, 'nobody won')
  check(planned === 0 || replanned, `the version grew by ${planned} more than it should`)
  const [winner] = winners
  const changes = after.changes.slice(before.changes.length)
  check(after.row.state === (winner?.rival.to ?? before.row.state), `it is ${after.row.state}`)
  check(changes.length === winners.length, `${changes.length} changes of state in its history`)
  for (const change of changes) {
    const said = `${change.by}: ${change.before} to ${change.after}`
    check(change.before === before.row.state && change.after === after.row.state, `history says ${said}`)
    check(change.by === winner?.name, `history names ${change.by}, not ${winner?.name ?? 'nobody'}`)
  }
  check(after.strayParts === 0, `${after.strayParts} parts are planned that should not be`)
  const refused = answers.filter(
    (answer): answer is CommandAnswer & { ok: false } => typeof answer === 'object' && !answer.ok,
  )
  for (const { refusal } of refused) {
    const fits =
      refusal.kind === 'not-now' ||
      (refusal.kind === 'order-changed' && (planned > 0 || refusal.by === winner?.name))
    check(fits && refusalSentence(refusal) !== '', `told “${refusalSentence(refusal)}”`)
  }
  return { won: winners.length, told: refused.length, wrong }
}

/** The order as the database has it. */
function look(merchantId: string, orderId: string) {
  return withMerchant(merchantId, async (scope) => {
    const row = present(await getOrder(scope, orderId), 'order')
    const { rows: changes } = await scope.tx.execute<{ before: string; after: string; by: string }>(
      sql`select before, after, actor->>'name' as by from history
          where order_id = ${orderId} and part_ordinal is null and after is not null and before is distinct from after
          order by id`,
    )
    // Only a pushing order has parts that are planned, and only of its current plan.
    const { rows: stray } = await scope.tx.execute<{ count: number }>(
      sql`select count(*)::int as count from parts
          where order_id = ${orderId} and state <> 'abandoned'
            and not (${row.state} = 'pushing' and plan_id = ${row.currentPlanId})`,
    )
    return { row, changes, strayParts: stray[0]?.count ?? 0 }
  })
}
