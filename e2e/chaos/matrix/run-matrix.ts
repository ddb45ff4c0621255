import { allCells, cellOf, nameOf, type Cell } from './cells/cells'
import { reachableCells, someCells } from './cells/choice'
import { notReachable } from './cells/reach'
import { NUMBERS, playCells, troubles, type CellResult } from './play-cells'
import { Progress } from './progress'
import { openStage, type Stage } from './stage'

export interface MatrixOptions {
  /** All of one shard; or so many, which meet the most of step, fault and shape together. */
  cells: 'all' | number
  /** Instead of these: only the cells of these names. */
  only: string[]
  seed: string
  scale: number
  workers: number
  shard: number
  shards: number
  /** Where to keep what was played, to go on later; null: nowhere. */
  progress: string | null
  tell(line: string): void
}

export interface MatrixSummary {
  cells: number
  /** Cells whose death and fault both came about; only these show anything. */
  fired: number
  notReachable: number
  orders: number
  lost: number
  doubled: number
  limbo: number
  /** With a person although the protocol could have settled it. */
  attention: number
  attentionExpected: number
  seed: string
}

/** Orders that share one life of the processes. */
const BATCH = 250
/** Many, as a worker pushes few orders of one side by side, and those that end a token one after the other. */
const MERCHANTS = 6
/** A cell whose death or fault did not come about is played again, as another order. */
const TRIES = 4

/** The kill matrix, or a part of it. */
export async function runMatrix(options: MatrixOptions): Promise<MatrixSummary> {
  const { seed, scale, shard, shards, tell } = options
  const cells = chosenCells(options)
  const progress = new Progress(options.progress, { seed, scale, shard: `${shard}/${shards}` })
  const played = [...progress.before]
  const stage = await openStage(scale, MERCHANTS)
  try {
    await playAll(stage, cells, played, progress, options)
  } finally {
    await stage.close()
  }
  for (const line of [
    ...troubles(played),
    ...unfired(cells, played).map((cell) => `${nameOf(cell)}: never fired`),
  ])
    tell(line)
  const again = [...new Set([...harmed(played), ...unfired(cells, played)].map(nameOf))]
  if (again.length > 0)
    tell(`again: npm run chaos -- --matrix --seed ${seed} ${again.map((name) => `--only ${name}`).join(' ')}`)
  return { ...summed(cells, played), seed }
}

function chosenCells({ only, cells, seed, shard, shards }: MatrixOptions): Cell[] {
  if (only.length > 0) return only.map(cellOf)
  if (cells !== 'all') return someCells(cells, seed)
  return reachableCells(seed).filter((_, index) => index % shards === shard)
}

/** Adds to `played` until every cell has fired, or has not although it was tried so often. */
async function playAll(
  stage: Stage,
  cells: Cell[],
  played: CellResult[],
  progress: Progress,
  { workers, scale, seed, tell }: MatrixOptions,
): Promise<void> {
  let number = 10_001
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const left = unfired(cells, played)
    for (let at = 0; at < left.length; at += BATCH) {
      const batch = left.slice(at, at + BATCH)
      const results = await playCells(stage, batch, { firstNumber: number, workers, scale, seed })
      number += NUMBERS * batch.length
      played.push(...results)
      progress.add(results)
      for (const line of troubles(results)) tell(line)
      const missed = unfired(cells, played)
      tell(`${played.length} orders, ${cells.length - missed.length} of ${cells.length} cells fired`)
      if (at + BATCH >= left.length) for (const cell of missed) tell(`not fired yet: ${nameOf(cell)}`)
    }
  }
}

const harmed = (played: CellResult[]): Cell[] =>
  played.filter(({ verdict }) => verdict.because.length > 0).map(({ cell }) => cell)

/** A cell that is asked for twice has to fire twice. */
function unfired(cells: Cell[], played: CellResult[]): Cell[] {
  const fired = new Map<string, number>()
  for (const { cell } of played.filter((one) => one.fired))
    fired.set(nameOf(cell), (fired.get(nameOf(cell)) ?? 0) + 1)
  return cells.filter((cell) => {
    const times = fired.get(nameOf(cell)) ?? 0
    fired.set(nameOf(cell), times - 1)
    return times <= 0
  })
}

function summed(cells: Cell[], played: CellResult[]): Omit<MatrixSummary, 'seed'> {
  const sum = (of: Exclude<keyof CellResult['verdict'], 'because'>) =>
    played.filter(({ verdict }) => verdict[of]).length
  return {
    cells: cells.length,
    fired: cells.length - unfired(cells, played).length,
    notReachable: allCells().filter((cell) => notReachable(cell) !== null).length,
    orders: played.length,
    lost: sum('lost'),
    doubled: sum('doubled'),
    limbo: sum('limbo'),
    attention: sum('attention'),
    attentionExpected: sum('attentionExpected'),
  }
}
