import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface DemoNotes {
  people: { email: string; role: string; name: string }[]
  channels: {
    alias: string
    key: string
    name: string
    platform: 'shopify' | 'signed-json'
    shopDomain: string | null
    secret: string
  }[]
}

/** What the seed noted about the demo merchant; null where there is none. */
export function readDemo(data: string): DemoNotes | null {
  const file = join(data, 'demo.json')
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as DemoNotes) : null
}

/** The last lines of a start: where it is, how to get in, what to try. */
export function summary(input: {
  appUrl: string
  mailPage: string | null
  simulatorUrl: string | null
  demo: DemoNotes | null
}): string {
  const { appUrl, mailPage, simulatorUrl, demo } = input
  const [owner, ...others] = demo?.people ?? []
  return [
    '',
    `  Order Queue   ${appUrl}`,
    ...(owner ? [`  Sign in as    ${owner.email}: ask for a link there, then open it in the mail page`] : []),
    ...(others.length > 0
      ? [`                or ${others.map((person) => `${person.email} (${person.role})`).join(', ')}`]
      : []),
    ...(mailPage ? [`  Mail          ${mailPage}`] : []),
    ...(simulatorUrl ? [`  Lightspeed    ${simulatorUrl} (simulator)`] : []),
    ...(demo
      ? ['  Send an order npm run order -- --scenario split']
      : ['  First owner   npm run owner -- name@example.com']),
    '',
    '  Ctrl-C ends everything; the next start goes on from here.',
  ].join('\n')
}
