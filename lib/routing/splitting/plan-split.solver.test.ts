import { beforeAll, describe, expect, test } from 'vitest'
import { FAMILIES, retail, type Instance } from '@/e2e/bench/families'
import { Oracle } from '@/e2e/bench/oracle'
import { planSplit } from './plan-split'

/**
 * Against a mixed-integer solver that shares no line with the planner. Wrong pruning shows at a dozen stores and
 * more, where nobody can try everything; the ids, the last level, are left to the brute force of small ones.
 */
let oracle: Oracle
beforeAll(async () => {
  oracle = await Oracle.load()
})

/** Seconds for a level of one program; one that takes longer proves nothing, and the test says how many did. */
const PATIENCE_SECONDS = 30

function compare(instance: Instance): boolean {
  const best = oracle.solve(instance, PATIENCE_SECONDS)
  if (!best) return false
  const result = planSplit(instance.request, instance.options)
  if (!result.ok) throw new Error(`${instance.id}: ${result.refusal.kind}`)
  const { fulfilled, stores, divided, cost, depth } = best
  expect({ id: instance.id, ...result.answer.objective, optimal: result.answer.proof.optimal }).toEqual({
    id: instance.id,
    fulfilled,
    stores,
    divided,
    cost,
    depth,
    optimal: true,
  })
  return true
}

const seeds = (count: number) => Array.from({ length: count }, (_, index) => `oracle.${index}`)

describe('planSplit agrees with the solver', () => {
  // The textbook set cover of this size takes the solver minutes; the bench has it.
  test.each(Object.entries(FAMILIES).filter(([name]) => name !== 'set-cover'))('%s', (_, make) => {
    const compared = seeds(4).filter((seed) => compare(make(seed)))
    expect(compared.length).toBeGreaterThan(2)
  })

  test.each([
    [12, 6, 0.2],
    [16, 8, 0.3],
    [20, 8, 0.15],
    [24, 10, 0.5],
    [30, 12, 0.3],
    [30, 10, 0.9],
  ])('%d stores, %d lines, %d of the items in each', (stores, lines, density) => {
    for (const seed of seeds(5)) expect(compare(retail(seed, stores, lines, density))).toBe(true)
  })
})
