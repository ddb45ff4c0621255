import { expect, test } from 'vitest'
import { allCells, cellOf, endsToken, nameOf, playedIn } from './cells'
import { pairsOf, reachableCells, SHORT, someCells } from './choice'
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

test('every step, shape and fault is within reach', () => {
  const reached = reachableCells('1')
  expect(new Set(reached.map(({ step }) => step))).toEqual(new Set(STEP_NAMES))
  expect(new Set(reached.map(({ shape }) => shape))).toEqual(new Set(SHAPES))
  expect(FAULT_NAMES.filter((name) => !reached.some(({ fault }) => fault === name))).toEqual([])
})

test('the short form meets each fault on each target, and most of what step, class and shape can be together', () => {
  const chosen = someCells(SHORT, '1')
  expect(new Set(chosen.map(nameOf)).size).toBe(SHORT)
  const met = new Set(chosen.flatMap(pairsOf))
  const all = new Set(reachableCells('1').flatMap(pairsOf))
  expect(met.size / all.size).toBeGreaterThan(0.85)
  for (const { fault, target } of reachableCells('1')) expect(met).toContain(`${fault} ${target}`)
  // They come one after the other.
  expect(chosen.filter(endsToken).length).toBeGreaterThanOrEqual(6)
  expect(chosen.filter(endsToken).length).toBeLessThanOrEqual(15)
  expect(someCells(SHORT, '1')).toEqual(chosen)
  expect(someCells(20, '1')).toEqual(chosen.slice(0, 20))
  expect(someCells(SHORT, '2')).not.toEqual(chosen)
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
