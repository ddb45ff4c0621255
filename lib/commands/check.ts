import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

/**
 * `npm run check [-- --no-tests]`: format, lint, types, arrows and unit tests; what is wrong is printed, the rest is one
 * line each. Without the tests where all tests run anyway.
 */
const bin = (...path: string[]) => join('node_modules', ...path)

const CHECKS: [name: string, args: string[]][] = [
  ['unit', [bin('vitest', 'vitest.mjs'), 'run', '--project', 'unit', '--reporter=dot']],
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

const waiting = CHECKS.filter(([name]) => name !== 'unit' || !process.argv.includes('--no-tests'))

/** Takes what waits until nothing does; whether all of it was fine. */
async function work(): Promise<boolean> {
  let fine = true
  for (let one = waiting.shift(); one; one = waiting.shift()) fine = (await check(one)) && fine
  return fine
}

/** Two at a time, the longest first. */
const results = await Promise.all([work(), work()])
process.exit(results.every(Boolean) ? 0 : 1)
