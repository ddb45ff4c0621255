import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

/**
 * `npm run check [-- --no-tests]`: format, lint, types, arrows and unit tests; what is wrong is printed, the rest is one
 * line each. Without the tests where all tests run anyway.
 */
const bin = (...path: string[]) => join('node_modules', ...path)

const CHECKS: [name: string, args: string[]][] = [
  ['types', [bin('typescript', 'bin', 'tsc'), '--noEmit']],
  ['format', [bin('prettier', 'bin', 'prettier.cjs'), '--check', '--cache', '--log-level', 'warn', '.']],
  ['lint', [bin('oxlint', 'bin', 'oxlint')]],
  [
    'arrows',
    [
      bin('dependency-cruiser', 'bin', 'dependency-cruise.mjs'),
      'app',
      'lib',
      'drizzle',
      'e2e',
      '--config',
      '.dependency-cruiser.cjs',
    ],
  ],
  ['unit', [bin('vitest', 'vitest.mjs'), 'run', '--project', 'unit', '--reporter=dot']],
]

async function check([name, args]: (typeof CHECKS)[number]): Promise<boolean> {
  const began = Date.now()
  const line = (mark: string) => `${mark} ${name.padEnd(8)} ${((Date.now() - began) / 1000).toFixed(1)} s`
  try {
    await promisify(execFile)(process.execPath, args, { maxBuffer: 32 * 1024 * 1024 })
    console.log(line('✓'))
    return true
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    console.log(`${line('✗')}\n${(stdout + stderr).trim()}`)
    return false
  }
}

/** Two at a time: the unit tests take about as long as all the others together. */
const lanes = [
  CHECKS.filter(([name]) => name === 'unit' && !process.argv.includes('--no-tests')),
  CHECKS.filter(([name]) => name !== 'unit'),
]
const results = await Promise.all(
  lanes.map((lane) =>
    lane.reduce(async (before, one) => {
      const fine = await before
      return (await check(one)) && fine
    }, Promise.resolve(true)),
  ),
)
process.exit(results.every(Boolean) ? 0 : 1)
