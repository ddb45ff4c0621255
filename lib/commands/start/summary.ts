import { join } from 'node:path'
import { readJson } from '../json-file'

export interface DemoNotes {
  merchantId: string
  people: { email: string; role: string; name: string }[]
  channels: {
    alias: string
    key: string
    name: string
    platform: 'shopify' | 'signed-json'
    shopDomain: string | null
    secret: string
    /** The one store everything of this channel goes to, by name; null where the policy chooses. */
    store: string | null
  }[]
}

/** What the seed noted about the demo merchant, in the folder of the stand-ins; null where there is none. */
export const readDemo = (standIns: string): DemoNotes | null =>
  readJson<DemoNotes>(join(standIns, 'demo.json'))

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
