import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { playTokens } from '@/e2e/chaos/tokens'
import { ROUND_KINDS } from '@/e2e/chaos/tokens/rounds'
import { useTestDatabase } from '@/lib/db/test-database'

useTestDatabase()

/** Seeds that once found something run first. */
const SEEDS = ['short']

test.each(SEEDS)('many processes want one token, whatever happens to it (seed %s)', async (seed) => {
  const folder = mkdtempSync(join(tmpdir(), 'tokens-'))
  try {
    const summary = await playTokens({ rounds: ROUND_KINDS.length, seed, workers: 4, folder })
    expect(summary).toMatchObject({ trouble: [], lost: 0, doubled: 0, mostAtOnce: 1 })
    // A round whose kill did not fire proves nothing.
    expect(summary.fired).toBe(ROUND_KINDS.length)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
