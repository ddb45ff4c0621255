import { execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { startEmbedded } from '../../lib/db/embedded/embedded'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PATCHES, type Patch } from './patches'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

export interface PlantedSummary {
  regime: 'planted'
  planted: number
  caught: number
  /** Patches that no test noticed, or whose test did not even pass without them. */
  missed: string[]
  seconds: number
}

/** Plants each bug in a copy of the sources, one after the other, and runs the test that must fail. */
export async function runPlanted(
  patches: Patch[] = PATCHES,
  say: (line: string) => void = () => undefined,
): Promise<PlantedSummary> {
  const began = performance.now()
  const copy = copySources()
  const missed: string[] = []
  // One server for all tests that want a database; each migrates its own from the copy.
  const server = patches.some(({ caughtBy }) => caughtBy.project === 'database')
    ? await startEmbedded(join(copy, 'postgres'), { fast: true })
    : null
  const address: Record<string, string> = server === null ? {} : { TEST_DATABASE_URL: server.url }
  try {
    // A test that fails anyway has caught nothing.
    const sound = new Set<string>()
    for (const { caughtBy } of patches) {
      const key = JSON.stringify(caughtBy)
      if (sound.has(key)) continue
      const { passed, failed } = await runTest(copy, caughtBy, address)
      if (passed > 0 && failed === 0) sound.add(key)
      else
        say(
          `not sound without a bug: ${caughtBy.file} “${caughtBy.test}” (${passed} passed, ${failed} failed)`,
        )
    }
    for (const patch of patches) {
      const { failed } = await withPatch(copy, patch, () => runTest(copy, patch.caughtBy, address))
      const caught = failed > 0 && sound.has(JSON.stringify(patch.caughtBy))
      if (!caught) missed.push(patch.name)
      say(`${caught ? 'caught' : 'MISSED'}  ${patch.name}: ${patch.caughtBy.file} “${patch.caughtBy.test}”`)
    }
  } finally {
    await server?.remove()
    rmSync(copy, { recursive: true, force: true })
  }
  const planted = patches.length
  const seconds = Math.round((performance.now() - began) / 100) / 10
  return { regime: 'planted', planted, caught: planted - missed.length, missed, seconds }
}

/** The source as it is now with the bug in it; a text that does not stand there exactly once is an error of the list. */
export function planted(source: string, { search, replace }: Patch['edits'][number]): string {
  const pieces = source.split(search)
  if (pieces.length !== 2) throw new Error(`“${search}” stands there ${pieces.length - 1} times`)
  return pieces.join(replace)
}

export const sourceOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8')

/** Everything git knows or would know, in a folder of its own; packages are shared. */
function copySources(): string {
  const copy = mkdtempSync(join(tmpdir(), 'order-queue-planted-'))
  // mkdtemp closes it to others; as root the database server runs as another user and has to get in.
  chmodSync(copy, 0o755)
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  for (const file of files.split('\n').filter((name) => name !== '' && existsSync(join(ROOT, name)))) {
    mkdirSync(dirname(join(copy, file)), { recursive: true })
    cpSync(join(ROOT, file), join(copy, file))
  }
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
  return copy
}

async function withPatch<T>(copy: string, { edits }: Patch, work: () => Promise<T>): Promise<T> {
  const before = new Map(edits.map(({ file }) => [file, readFileSync(join(copy, file), 'utf8')]))
  for (const edit of edits) {
    const path = join(copy, edit.file)
    writeFileSync(path, planted(readFileSync(path, 'utf8'), edit))
  }
  try {
    return await work()
  } finally {
    for (const [file, text] of before) writeFileSync(join(copy, file), text)
  }
}

/** How many of the named tests passed and failed. A file that cannot be loaded has failed none: a typing error is no bug caught. */
async function runTest(
  copy: string,
  { project, file, test }: Patch['caughtBy'],
  address: Record<string, string>,
): Promise<{ passed: number; failed: number }> {
  const report = join(copy, 'report.json')
  rmSync(report, { force: true })
  const args = ['run', '--project', project, '-t', test, '--reporter=json', `--outputFile=${report}`, file]
  await new Promise<void>((resolve, reject) => {
    const child = spawn(process.execPath, [join(copy, 'node_modules', 'vitest', 'vitest.mjs'), ...args], {
      cwd: copy,
      stdio: 'ignore',
      // A run within a run is no worker of the outer one.
      env: { ...process.env, ...address, VITEST: '', VITEST_WORKER_ID: '', VITEST_POOL_ID: '' },
    })
    child.once('error', reject)
    child.once('close', () => resolve())
  })
  if (!existsSync(report)) return { passed: 0, failed: 0 }
  const counts = JSON.parse(readFileSync(report, 'utf8')) as {
    numPassedTests: number
    numFailedTests: number
  }
  return { passed: counts.numPassedTests, failed: counts.numFailedTests }
}
