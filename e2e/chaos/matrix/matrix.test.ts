import { expect, test } from 'vitest'
import { SHORT } from './cells/choice'
import { runMatrix } from './run-matrix'

test('the short kill matrix: none lost, none doubled, none in limbo, every cell fired', async () => {
  const told: string[] = []
  const summary = await runMatrix({
    cells: SHORT,
    only: [],
    seed: '1',
    scale: 0.04,
    workers: 4,
    shard: 0,
    shards: 1,
    progress: null,
    tell: (line) => told.push(line),
  })
  expect(summary, told.join('\n')).toMatchObject({
    fired: summary.cells,
    lost: 0,
    doubled: 0,
    limbo: 0,
    attention: 0,
  })
  expect(summary.attentionExpected).toBeGreaterThan(0)
}, 3_600_000)
