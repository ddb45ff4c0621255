/**
 * Every wait of the product in one object, in milliseconds, so that a test or a chaos run can shrink them all
 * at once with WAIT_SCALE. The undo time is not here: it is the merchant's own setting.
 */
const base = {
  /** Hard limit of one HTTP call to Lightspeed. */
  callDeadlineMs: 25_000,
  /** A token is refreshed this long before it ends, so that it outlives the call it is taken for. */
  tokenMarginMs: 120_000,
  /** Pause after a refresh that failed: Lightspeed takes at most five a minute for one connection. */
  refreshPauseMs: 15_000,
  /** Pause before the account that is being connected is tried again. */
  connectRetryMs: 2_000,
  /** How long a person is asked to wait for a connection whose account cannot be read. */
  connectPatienceMs: 300_000,
  /** How long a job keeps its slot while it waits for the rate budget; then it comes back later. */
  slotHoldMs: 5_000,
  /** A person waits for a push that they asked for, for so long after its undo time; then it is one of many. */
  personWaitsMs: 60_000,
  /** Decisions that begin within so long of one another share one look-up of their items. */
  gatherMs: 50,
  /** How often stock that changed is read, and how often shops, registers and the employee are. */
  mirrorMs: 60_000,
  shopsMs: 900_000,
  /** Stock that moves is gathered for so long; then the held orders are planned again. */
  movedStockMs: 30_000,
  /** How long a claimed part belongs to one worker; longer than the deadline of its longest step. */
  leaseMs: 40_000,
  /** Look-ups of an unknown answer, counted from the send. */
  lookUpMs: [5_000, 15_000, 45_000, 120_000, 300_000, 600_000],
  /** Pause between two readings while Lightspeed cannot be read, before an order is decided. */
  stockRetryMs: 15_000,
  /** After so long without stock the order is held with `stock-unknown`. */
  stockPatienceMs: 300_000,
  /** How often the sales that changed in Lightspeed are compared with our parts. */
  verifyMs: 300_000,
  /** Each reading begins so long before the last one ended: lists may show a sale minutes after its own stamp. */
  feedOverlapMs: 600_000,
  /** Without a reading younger than this nothing new is sent: what happened meanwhile is read first. */
  feedFreshMs: 900_000,
  /** After a restore nothing is sent for at least this long: what was on its way before may still arrive. */
  restoreQuietMs: 300_000,
  /** An open sale of ours that no part wants is archived once it has stood for so long. */
  unpickedMs: 900_000,
  /** A part is settled within this; one that is not is taken up again. */
  partPatienceMs: 900_000,
  /** How often transfers that were sent are looked at: only people receive them, so there is no hurry. */
  transferLookMs: 120_000,
  /** How often forgotten work is swept up. */
  sweepMs: 20_000,
  /** How often the worker says that it is alive. */
  heartbeatMs: 3_000,
  /** How often a worker says of each job that it is still at it. */
  jobBeatMs: 3_000,
}

export type Waits = typeof base

/**
 * The least of what every worker does again and again, work or no work: below, it would keep the machine busy by itself,
 * and what is under way would look forgotten.
 */
const least: Partial<Record<keyof Waits, number>> = {
  mirrorMs: 6_000,
  sweepMs: 3_000,
  heartbeatMs: 3_000,
  jobBeatMs: 1_000,
}

/** The waits times `scale`, each at least 10 ms, what recurs at least one second, or a few. */
export function scaledWaits(scale: number): Waits {
  const scaled = (ms: number, atLeast = 10) => Math.max(atLeast, Math.round(ms * scale))
  return Object.fromEntries(
    Object.entries(base).map(([name, ms]) => [
      name,
      typeof ms === 'number' ? scaled(ms, least[name as keyof Waits]) : ms.map((one) => scaled(one)),
    ]),
  ) as Waits
}
