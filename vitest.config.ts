import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('.', import.meta.url))
/** Safety nets against something that hangs on a busy machine, not measures of speed. */
const patience = { testTimeout: 120_000, hookTimeout: 120_000 }
/** Files share one process: loading the product anew for each of them takes longer than most of their tests. */
const together = { ...patience, isolate: false }
const shared = {
  resolve: { alias: { '@': root.replace(/\/$/, '') } },
}

export default defineConfig({
  test: {
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          ...together,
          include: ['lib/**/*.test.{ts,tsx}', 'app/**/*.test.{ts,tsx}'],
          exclude: [
            '**/*.db.test.ts',
            '**/*.solver.test.ts',
            'lib/simulator/**',
            'lib/lightspeed/r-series/**',
          ],
          setupFiles: ['lib/db/quiet-console.ts'],
        },
      },
      {
        ...shared,
        test: {
          name: 'solver',
          ...together,
          include: ['lib/**/*.solver.test.ts'],
          setupFiles: ['lib/db/quiet-console.ts'],
        },
      },
      {
        ...shared,
        test: {
          name: 'chaos',
          ...patience,
          // Workers that stand still and servers that come back are mostly waited for: they leave room for the matrix beside them.
          maxWorkers: 2,
          include: ['e2e/**/*.test.ts'],
          exclude: ['**/*.db.test.ts'],
          setupFiles: ['lib/db/quiet-console.ts'],
        },
      },
      {
        ...shared,
        test: {
          name: 'simulator',
          ...together,
          include: ['lib/simulator/**/*.test.ts', 'lib/lightspeed/r-series/**/*.test.ts'],
          setupFiles: ['lib/db/quiet-console.ts'],
        },
      },
      {
        ...shared,
        test: {
          name: 'database',
          ...together,
          include: ['lib/**/*.db.test.ts', 'app/**/*.db.test.ts', 'e2e/**/*.db.test.ts'],
          globalSetup: ['lib/db/test-cluster.ts'],
          setupFiles: ['lib/db/quiet-console.ts'],
        },
      },
    ],
  },
})
