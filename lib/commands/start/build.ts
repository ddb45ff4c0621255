import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Household } from './processes/household'

export const NEXT = join('node_modules', 'next', 'dist', 'bin', 'next')

const FOLDERS = ['app', 'lib', 'public']
const FILES = ['next.config.mjs', 'postcss.config.mjs', 'tsconfig.json', 'package-lock.json', 'proxy.ts']

/** Everything the build is made of, as one hash; tests are no part of it. */
function sourcesHash(): string {
  const hash = createHash('sha256')
  const add = (file: string) => {
    hash.update(file)
    hash.update(readFileSync(file))
  }
  for (const folder of FOLDERS) {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.test\.tsx?$|\.md$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
    for (const file of files.toSorted()) add(file)
  }
  for (const file of FILES) if (existsSync(file)) add(file)
  return hash.digest('hex')
}

/** Builds the web app for production unless its sources are those of the last build. True when it was built. */
export async function buildWeb(house: Household, buildDir: string): Promise<boolean> {
  const noted = join(buildDir, 'order-queue-sources.txt')
  const wanted = sourcesHash()
  if (existsSync(noted) && readFileSync(noted, 'utf8') === wanted) return false
  // A build that is cut short must not pass for the one before.
  rmSync(noted, { force: true })
  await house.runOneOff('build', 'The web app could not be built.', [NEXT, 'build'], {
    env: { ...process.env, BUILD_DIR: buildDir, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    tail: 25,
  })
  writeFileSync(noted, wanted)
  return true
}
