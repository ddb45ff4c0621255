import { mkdirSync, rmSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { build } from 'esbuild'

const FOLDER = join('node_modules', '.cache', 'order-queue-chaos')

const made = new Map<string, Promise<string>>()

/**
 * A program of the product in as few files as can be, from the sources as they are when it is first asked for: a process
 * that is killed some hundred times must not spend its lives on loading.
 */
export function bundle(entry: string): Promise<string> {
  const known = made.get(entry) ?? buildFiles(entry)
  made.set(entry, known)
  return known
}

async function buildFiles(entry: string): Promise<string> {
  const name = basename(entry, '.ts')
  // Another run beside this one has a folder of its own.
  const outdir = resolve(FOLDER, `${name}-${process.pid}`)
  mkdirSync(outdir, { recursive: true })
  process.once('exit', () => rmSync(outdir, { recursive: true, force: true }))
  await build({
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    outdir,
    outExtension: { '.js': '.mjs' },
    // What the product loads only when it needs it stays apart.
    splitting: true,
    minifyWhitespace: true,
    logLevel: 'error',
    // Packages that still ask for `require` find one.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  })
  return join(outdir, `${name}.mjs`)
}
