import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('.', import.meta.url))
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
          include: ['lib/**/*.test.{ts,tsx}', 'app/**/*.test.{ts,tsx}'],
          exclude: ['**/*.db.test.ts', 'lib/simulator/**', 'lib/lightspeed/r-series/**'],
          setupFiles: ['lib/db/quiet-console.ts'],
        },
      },
      {
        ...shared,
        test: {
          name: 'simulator',
          include: ['lib/simulator/**/*.test.ts', 'lib/lightspeed/r-series/**/*.test.ts'],
          setupFiles: ['lib/db/quiet-console.ts'],
        },
      },
      {
        ...shared,
        test: {
          name: 'database',
          include: ['lib/**/*.db.test.ts', 'app/**/*.db.test.ts'],
          globalSetup: ['lib/db/test-cluster.ts'],
          setupFiles: ['lib/db/quiet-console.ts'],
          testTimeout: 30_000, // a safety net for a hung query, not a measure of speed
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
