import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

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
export async function buildWeb(buildDir: string): Promise<boolean> {
  const noted = join(buildDir, 'order-queue-sources.txt')
  const wanted = sourcesHash()
  if (existsSync(noted) && readFileSync(noted, 'utf8') === wanted) return false
  try {
    await promisify(execFile)(process.execPath, [NEXT, 'build'], {
      env: { ...process.env, BUILD_DIR: buildDir, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
      maxBuffer: 64 * 1024 * 1024,
    })
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    throw new Error(
      `The web app could not be built.\n${`${stdout}${stderr}`.trimEnd().split('\n').slice(-25).join('\n')}`,
      {
        cause: error,
      },
    )
  }
  writeFileSync(noted, wanted)
  return true
}
