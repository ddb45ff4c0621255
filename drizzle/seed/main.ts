import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { listMerchants } from '@/lib/access/merchants'
import { closeDatabase } from '@/lib/db/client'
import { clearJobs, closeSender } from '@/lib/jobs/queue'
import { CHANNELS, MERCHANT, PEOPLE } from './cast'
import { connectDemo } from './connect'
import { playPast } from './past'

/** `tsx drizzle/seed/main.ts <file>`: the demo merchant, once; `<file>` tells other commands its secrets. */
const [notesFile] = process.argv.slice(2)
const simulatorUrl = process.env['LIGHTSPEED_SIMULATOR_URL'] ?? process.env['LIGHTSPEED_API_URL'] ?? ''

const known = await listMerchants()
if (known.some((merchant) => merchant.name === MERCHANT.name)) {
  // Its channels' secrets are readable only by whoever made it.
  console.log('This database holds a demo merchant of another folder: no test orders to it from here.')
} else {
  const secrets = Object.fromEntries(
    CHANNELS.map((channel) => [
      channel.alias,
      channel.platform === 'signed-json'
        ? `whsec_${randomBytes(32).toString('base64')}`
        : randomBytes(24).toString('hex'),
    ]),
  )
  const started = Date.now()
  const demo = await connectDemo(simulatorUrl, secrets, new Date())
  const pastOrders = Number(process.env['DEMO_PAST_ORDERS'] || '200')
  const told = await playPast(demo, simulatorUrl, pastOrders)
  // Every job of the past was carried out here; what is left in the queue is its echo.
  await clearJobs()
  if (notesFile)
    writeFileSync(
      notesFile,
      JSON.stringify(
        {
          merchantId: demo.merchantId,
          people: PEOPLE.map(({ email, role, name }) => ({ email, role, name })),
          channels: CHANNELS.map((channel) => ({
            alias: channel.alias,
            key: channel.key,
            name: channel.name,
            platform: channel.platform,
            shopDomain: channel.shopDomain,
            secret: secrets[channel.alias] ?? '',
            store: channel.store,
          })),
        },
        null,
        2,
      ),
      { mode: 0o600 },
    )
  console.log(`${told} past orders in ${((Date.now() - started) / 1000).toFixed(1)} s`)
}
await closeSender()
await closeDatabase()
