import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { ensureBrowser } from './browser'
import { sentenceOf, stopWith } from './running'

/**
 * `npm test [-- suite…]`: every suite with its seconds, and as the last line the sum of what the suites themselves
 * reported. A suite that crashes, or runs nothing, counts as one failed. The browser's journeys mostly wait, for pages
 * and for undo times, and chaos for what is late or dead, so both run beside the other suites, which come one after the
 * other.
 */
const REPORTS = join('node_modules', '.cache', 'order-queue-tests')

interface Suite {
  name: string
  args: string[]
  report: string
  env: Record<string, string>
  /** Passed and failed out of the suite's own JSON report. */
  read(report: unknown): { passed: number; failed: number }
}

const vitest = (name: string): Suite => ({
  name,
  args: [
    join('node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--project',
    name,
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${join(REPORTS, `${name}.json`)}`,
  ],
  report: join(REPORTS, `${name}.json`),
  env: {},
  read: (report) => {
    const { numPassedTests, numFailedTests, numFailedTestSuites } = report as Record<string, number>
    // A file that could not even be loaded has no failed test, but is a failure.
    return {
      passed: numPassedTests ?? 0,
      failed: Math.max(numFailedTests ?? 0, (numFailedTestSuites ?? 0) > 0 ? 1 : 0),
    }
  },
})

const browser: Suite = {
  name: 'browser',
  args: [join('node_modules', '@playwright', 'test', 'cli.js'), 'test', '--reporter=list,json'],
  report: join(REPORTS, 'browser.json'),
  env: { PLAYWRIGHT_JSON_OUTPUT_FILE: join(REPORTS, 'browser.json') },
  read: (report) => {
    const { stats } = report as { stats: { expected: number; unexpected: number; flaky: number } }
    return { passed: stats.expected, failed: stats.unexpected + stats.flaky }
  },
}

const SUITES = [...['unit', 'solver', 'simulator', 'chaos', 'database'].map(vitest), browser]

/** A report that is missing, or cut short by a crash, is one failure. */
function readReport(suite: Suite): { passed: number; failed: number } {
  if (!existsSync(suite.report)) return { passed: 0, failed: 1 }
  try {
    return suite.read(JSON.parse(readFileSync(suite.report, 'utf8')))
  } catch (error) {
    console.log(`The report of ${suite.name} cannot be read: ${sentenceOf(error)}`)
    return { passed: 0, failed: 1 }
  }
}

/** Without a browser its suite has failed; the others still tell what they know. */
function browserMissing(): string | null {
  try {
    ensureBrowser()
    return null
  } catch (error) {
    return sentenceOf(error)
  }
}

interface Outcome {
  suite: Suite
  passed: number
  failed: number
  seconds: number
}

/** What a suite prints, line by line as it comes, with its name where two of them talk at once. */
function show(stream: Readable, suite: Suite): void {
  createInterface({ input: stream }).on('line', (line) => console.log(`${suite.name.padEnd(10)}│ ${line}`))
}

async function run(suite: Suite, alone: boolean): Promise<Outcome> {
  const began = Date.now()
  rmSync(suite.report, { force: true })
  const missing = suite === browser ? browserMissing() : null
  if (missing) {
    console.log(missing)
    return { suite, passed: 0, failed: 1, seconds: (Date.now() - began) / 1000 }
  }
  const code = await new Promise<number | null>((resolve) => {
    const child = spawn(process.execPath, suite.args, {
      stdio: alone ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...suite.env },
    })
    for (const stream of [child.stdout, child.stderr]) if (stream) show(stream, suite)
    child.once('close', resolve)
  })
  const seconds = (Date.now() - began) / 1000
  const { passed, failed } = readReport(suite)
  const crashed = failed === 0 && (code !== 0 || passed === 0)
  return { suite, passed, failed: crashed ? 1 : failed, seconds }
}

async function inTurn(suites: Suite[], alone: boolean): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const suite of suites) {
    console.log(`\n── ${suite.name}`)
    outcomes.push(await run(suite, alone))
  }
  return outcomes
}

const wanted = process.argv.slice(2)
const unknown = wanted.find((name) => !SUITES.some((suite) => suite.name === name))
if (unknown)
  stopWith(`There is no suite “${unknown}”. Choose from: ${SUITES.map((suite) => suite.name).join(', ')}.`)
const chosen = SUITES.filter((suite) => wanted.length === 0 || wanted.includes(suite.name))
mkdirSync(REPORTS, { recursive: true })
const WAITING = ['chaos', 'browser']
const lanes = [
  chosen.filter(({ name }) => !WAITING.includes(name)),
  ...WAITING.map((waiting) => chosen.filter(({ name }) => name === waiting)),
].filter((lane) => lane.length > 0)
const alone = lanes.length === 1
const outcomes = (await Promise.all(lanes.map((lane) => inTurn(lane, alone)))).flat()
const sum = (of: (outcome: Outcome) => number) => outcomes.reduce((total, outcome) => total + of(outcome), 0)
const rows = outcomes.map(
  ({ suite, passed, failed, seconds }) =>
    `${suite.name.padEnd(10)} ${String(passed).padStart(5)} passed ${String(failed).padStart(4)} failed ${seconds.toFixed(1).padStart(7)} s`,
)
console.log(`\n${rows.join('\n')}`)
console.log(`${sum((outcome) => outcome.passed)} passed, ${sum((outcome) => outcome.failed)} failed`)
process.exit(outcomes.every((outcome) => outcome.failed === 0) ? 0 : 1)
