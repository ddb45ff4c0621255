import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

/** Where a Chromium may be, first hit wins: what the person says, the system's, Playwright's own. */
export function findBrowser(): string | null {
  const places = [
    process.env['CHROMIUM_PATH'] ?? '',
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    chromium.executablePath(),
  ]
  return places.find((place) => place !== '' && existsSync(place)) ?? null
}

/** A Chromium for the browser tests, installed if it can be; otherwise a sentence what to do. */
export function ensureBrowser(): string {
  const known = findBrowser()
  if (known) return known
  const attempts: [string, string[]][] = [
    ['npx', ['playwright', 'install', 'chromium']],
    ...(process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
      ? ([
          ['apt-get', ['update', '-qq']],
          ['apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium']],
        ] as [string, string[]][])
      : []),
  ]
  for (const [command, args] of attempts) {
    console.log(`No Chromium here: ${command} ${args.join(' ')}`)
    try {
      execFileSync(command, args, { stdio: 'ignore', timeout: 300_000 })
    } catch {
      continue
    }
    const found = findBrowser()
    if (found) return found
  }
  throw new Error(
    'The browser tests need Chromium, and it could not be installed here. Install it (for example ' +
      '`apt-get install chromium`, or `npx playwright install chromium`) or set CHROMIUM_PATH to one.',
  )
}

/** Arguments under which it runs as root, in a container, and without calling home. */
export const BROWSER_ARGS = [
  '--no-sandbox',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]
