import { expect, test } from 'vitest'
import { runMatrix } from './run-matrix'

/** As many as all tests together can afford on two cores; `npm run chaos -- --matrix --short` plays 200. */
const CELLS = 100

test(`${CELLS} cells of the kill matrix: none lost, none doubled, none in limbo, each of them fired`, async () => {
  const told: string[] = []
  const summary = await runMatrix({
    count: CELLS,
    only: [],
    seed: '1',
    scale: 0.04,
    workers: 6,
    shard: 0,
    shards: 1,
    progress: null,
    tell: (line) => told.push(line),
  })
  expect(summary, told.join('\n')).toMatchObject({
    cells: CELLS,
    fired: CELLS,
    lost: 0,
    doubled: 0,
    limbo: 0,
    attention: 0,
  })
  expect(summary.attentionExpected).toBeGreaterThan(0)
}, 3_600_000)
