import { mkdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'

const FOLDER = join('node_modules', '.cache', 'order-queue-chaos')

const made = new Map<string, Promise<string>>()

/**
 * A program of the product as one file, from the sources as they are when it is first asked for: a process that is
 * killed some hundred times must not spend its lives on loading.
 */
export function bundle(entry: string): Promise<string> {
  const known = made.get(entry) ?? buildFile(entry)
  made.set(entry, known)
  return known
}

async function buildFile(entry: string): Promise<string> {
  mkdirSync(FOLDER, { recursive: true })
  // Another run beside this one has files of its own.
  const outfile = resolve(FOLDER, `${entry.replaceAll(/\W/g, '-')}-${process.pid}.mjs`)
  process.once('exit', () => rmSync(outfile, { force: true }))
  await build({
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    outfile,
    logLevel: 'error',
    // Packages that still ask for `require` find one.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  })
  return outfile
}
