import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'

const FOLDER = join('node_modules', '.cache', 'order-queue-chaos')

/**
 * A program of the product as one file, from the sources as they are now: a process that is killed some hundred times
 * must not spend its lives on loading.
 */
export async function bundle(entry: string): Promise<string> {
  mkdirSync(FOLDER, { recursive: true })
  const outfile = resolve(FOLDER, `${entry.replaceAll(/\W/g, '-')}.mjs`)
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
