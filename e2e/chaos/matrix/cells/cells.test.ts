import { expect, test } from 'vitest'
import { allCells, cellOf, nameOf, playedIn, reachableCells, someCells } from './cells'
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

test('200 cells meet every step, shape and reachable fault', () => {
  const chosen = someCells(200, '1')
  expect(new Set(chosen.map(nameOf)).size).toBe(200)
  expect(new Set(chosen.map(({ step }) => step)).size).toBe(steps.length)
  expect(new Set(chosen.map(({ shape }) => shape)).size).toBe(SHAPES.length)
  expect(new Set(chosen.map(({ fault }) => fault)).size).toBe(FAULT_NAMES.length - 1)
  expect(someCells(200, '1')).toEqual(chosen)
  expect(someCells(200, '2')).not.toEqual(chosen)
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
