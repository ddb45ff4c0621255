import { allCells, nameOf, notReachable, someCells, type Cell } from './cells'
import { playCells, troubles, type CellResult } from './matrix'
import { openStage } from './stage'

export interface MatrixSummary {
  cells: number
  fired: number
  notReachable: number
  orders: number
  lost: number
  doubled: number
  limbo: number
  attention: number
  attentionExpected: number
  seed: string
}

/** Orders that share one life of the processes. */
const BATCH = 100
/** A cell whose death or fault did not come about is played again, as another order. */
const TRIES = 3

/** The kill matrix: `count` cells spread over it, or all of one shard. */
export async function runMatrix(options: {
  count: number | null
  seed: string
  scale: number
  workers: number
  shard: number
  shards: number
}): Promise<MatrixSummary> {
  const every = allCells()
  const reachable = every.filter((cell) => notReachable(cell) === null)
  const cells =
    options.count === null
      ? reachable.filter((_, index) => index % options.shards === options.shard)
      : someCells(options.count, options.seed)
  const stage = await openStage(options.scale)
  const played: CellResult[] = []
  let left: Cell[] = cells
  let firstNumber = 10_001
  try {
    for (let attempt = 0; attempt < TRIES && left.length > 0; attempt += 1) {
      const again: Cell[] = []
      for (let at = 0; at < left.length; at += BATCH) {
        const batch = left.slice(at, at + BATCH)
        const results = await playCells(stage, batch, {
          firstNumber,
          workers: options.workers,
          scale: options.scale,
        })
        firstNumber += batch.length
        played.push(...results)
        again.push(...results.filter((one) => !one.fired).map((one) => one.cell))
        for (const line of troubles(results)) process.stderr.write(`${line}\n`)
        process.stderr.write(
          `${played.length} orders, ${played.filter((one) => one.fired).length} cells fired\n`,
        )
      }
      left = again
    }
  } finally {
    await stage.close()
  }
  for (const cell of left) process.stderr.write(`never fired: ${nameOf(cell)}\n`)
  const sum = (of: 'lost' | 'doubled' | 'limbo' | 'attention' | 'attentionExpected') =>
    played.filter(({ verdict }) => verdict[of]).length
  return {
    cells: cells.length,
    fired: played.filter((one) => one.fired).length,
    notReachable: every.length - reachable.length,
    orders: played.length,
    lost: sum('lost'),
    doubled: sum('doubled'),
    limbo: sum('limbo'),
    attention: sum('attention'),
    attentionExpected: sum('attentionExpected'),
    seed: options.seed,
  }
}
