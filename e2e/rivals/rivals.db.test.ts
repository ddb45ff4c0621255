import { expect, test } from 'vitest'
import { useTestDatabase } from '../../lib/db/test-database'
import { exampleMerchant } from '../../lib/orders/example-merchant'
import { PAIRS, playRounds } from './rounds'

useTestDatabase()

test('every pair of commands by two to eight people at once: one winner, the others told why', async () => {
  const merchant = await exampleMerchant('rivals', { kind: 'hold-if-short' })
  const { rounds, wrong, won, told } = await playRounds(merchant, { rounds: 3, seed: 1 })
  expect(wrong).toEqual([])
  expect(rounds).toBe(PAIRS.length * 3)
  // Of the pairs that can change anything where they begin, each round has its winner.
  expect(won).toBeGreaterThan(rounds / 2)
  expect(told).toBeGreaterThan(rounds)
}, 900_000)
