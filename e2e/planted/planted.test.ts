import { expect, test } from 'vitest'
import { PATCHES } from './patches'
import { planted, runPlanted, sourceOf } from './run-planted'

test('there are at least 20 bugs to plant, each with its own name', () => {
  expect(new Set(PATCHES.map(({ name }) => name)).size).toBe(PATCHES.length)
  expect(PATCHES.length).toBeGreaterThanOrEqual(20)
})

test.each(PATCHES)('“$name” can still be planted, and its test is still there', ({ edits, caughtBy }) => {
  for (const edit of edits) expect(planted(sourceOf(edit.file), edit)).not.toBe(sourceOf(edit.file))
  const { test: name, file } = caughtBy
  // Names with figures are made from a table; the word before them is what can be looked for.
  expect(sourceOf(file)).toContain(name.replace(/ (\d+|answer-lost-after)$/, ' %').slice(0, 24))
  // In another suite it would not be found, and nothing would have been caught.
  expect(caughtBy.project).toBe(suiteOf(file))
})

/** The suite that takes up a test file, as vitest.config.ts deals them out. */
function suiteOf(file: string): string {
  if (file.endsWith('.db.test.ts')) return 'database'
  if (file.startsWith('e2e/')) return 'chaos'
  return /^lib\/(simulator|lightspeed\/r-series)\//.test(file) ? 'simulator' : 'unit'
}

test('the quick ones are caught', async () => {
  const quick = PATCHES.filter((patch) => patch.quick)
  expect(await runPlanted(quick)).toMatchObject({ planted: quick.length, caught: quick.length, missed: [] })
}, 900_000)
