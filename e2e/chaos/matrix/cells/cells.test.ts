import { expect, test } from 'vitest'
import { allCells, cellOf, endsToken, nameOf, playedIn } from './cells'
import { pairsOf, reachableCells, someCells } from './choice'
import { FAULT_NAMES } from './faults'
import { notReachable } from './reach'
import { SHAPES, STEP_NAMES } from './steps'

test('every cell has a name of its own, by which it is found again', () => {
  const names = allCells().map(nameOf)
  expect(new Set(names).size).toBe(names.length)
  expect(names.filter((_, index) => index % 97 === 0).map((name) => nameOf(cellOf(name)))).toEqual(
    names.filter((_, index) => index % 97 === 0),
  )
})

/** What is about the change feed is not within reach. */
const FEED = ['before-cursor', 'cursor-stored']
const steps = STEP_NAMES.filter((step) => !FEED.includes(step))

test('every step, shape and fault is within reach but for those of the change feed', () => {
  const reached = reachableCells('1')
  expect(new Set(reached.map(({ step }) => step))).toEqual(new Set(steps))
  expect(new Set(reached.map(({ shape }) => shape))).toEqual(new Set(SHAPES))
  expect(FAULT_NAMES.filter((name) => !reached.some(({ fault }) => fault === name))).toEqual(['staff-voids'])
})

test('about 200 cells meet each fault, and every two of step, class of fault and shape', () => {
  const chosen = someCells(null, '1')
  expect(new Set(chosen.map(nameOf)).size).toBe(chosen.length)
  expect(new Set(chosen.flatMap(pairsOf))).toEqual(new Set(reachableCells('1').flatMap(pairsOf)))
  expect(chosen.length).toBeGreaterThanOrEqual(200)
  expect(chosen.length).toBeLessThanOrEqual(250)
  // They come one after the other.
  expect(chosen.filter(endsToken).length).toBeLessThanOrEqual(45)
  expect(someCells(null, '1')).toEqual(chosen)
  expect(someCells(20, '1')).toEqual(chosen.slice(0, 20))
  expect(someCells(null, '2')).not.toEqual(chosen)
})

test('a mix is one fault or two, the same for the same seed, and leaves its step within reach', () => {
  const mixed = reachableCells('1').filter(({ fault }) => fault === 'mix')
  for (const cell of mixed) {
    const played = playedIn(cell, '1')
    expect(playedIn(cell, '1')).toEqual(played)
    expect([1, 2]).toContain(played.length)
  }
  expect(mixed.every((cell) => notReachable(cell) === null)).toBe(true)
})
