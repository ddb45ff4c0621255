import { defineConfig } from '@playwright/test'
import { BROWSER_ARGS, ensureBrowser } from './lib/commands/browser'

export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
  outputDir: 'test-results',
  globalSetup: './e2e/start-stack.ts',
  // Each with a product of its own, in which its journeys run one after the other.
  workers: 2,
  fullyParallel: false,
  // Safety nets against a hang on a busy machine, not measures of speed.
  timeout: 600_000,
  expect: { timeout: 120_000 },
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    launchOptions: { executablePath: ensureBrowser(), args: BROWSER_ARGS },
    viewport: { width: 1280, height: 900 },
    locale: 'en-US',
    timezoneId: 'America/Los_Angeles',
    screenshot: 'only-on-failure',
  },
})
