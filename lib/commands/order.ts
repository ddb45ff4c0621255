import { parseArgs } from 'node:util'
import { parseMinor } from '@/lib/money'
import { findRunning, readDotEnv, sentenceOf, stopWith } from './running'
import { readDemo } from './start/summary'
import { testCustomer } from './test-orders/customers'
import { expectationOf } from './test-orders/expectation'
import { pickLines, SCENARIOS } from './test-orders/pick-lines'
import { seededRandom } from './test-orders/seeded-random'
import { sendBody, type StockTable } from './test-orders/send'

/**
 * `npm run order -- --scenario split`: sends one real-looking, truly signed order to the running instance, made from
 * the stock as it is now, and says what should become of it.
 */
function readArguments() {
  try {
    return parseArgs({
      options: {
        scenario: { type: 'string', default: 'single' },
        channel: { type: 'string', default: 'hold' },
        seed: { type: 'string' },
        number: { type: 'string' },
      },
    })
  } catch (error) {
    return stopWith(`${sentenceOf(error)}\nLike this: npm run order -- --scenario split`)
  }
}

const { values } = readArguments()
readDotEnv()
const running =
  findRunning() ?? stopWith('Order Queue does not run here: start it with `npm start`, then send the order.')
const demo =
  readDemo(running.standIns) ??
  stopWith('There is no demo merchant here to send an order to: `npm run demo` makes one.')
const scenario =
  SCENARIOS.find((one) => one === values.scenario) ??
  stopWith(`There is no scenario “${values.scenario}”. Choose one of: ${SCENARIOS.join(', ')}.`)
const channel =
  demo.channels.find((one) => one.alias === values.channel) ??
  stopWith(
    `There is no channel “${values.channel}”. Choose one of: ${demo.channels.map((one) => one.alias).join(', ')}.`,
  )

const seed = values.seed ?? String(Date.now())
const random = seededRandom(seed)
const stock = await readStock(running.simulatorUrl)
const lines =
  pickLines(scenario, stock, random) ??
  stopWith(`The stock cannot show “${scenario}” any more: start afresh with an empty data folder.`)
const now = new Date()
const number = values.number ?? `#${String(now.getTime()).slice(4, 11)}`
const { rawBody, headers } = sendBody(
  channel,
  {
    id: String(7_000_000_000_000 + now.getTime()),
    number,
    placedAt: now,
    updatedAt: now,
    lines,
    customer: testCustomer(random),
  },
  now,
)
const answer = await fetch(`${running.localUrl}/api/intake/${channel.key}`, {
  method: 'POST',
  headers,
  body: Buffer.from(rawBody),
}).catch(() => stopWith(`${running.localUrl} does not answer. Is the start finished?`))
if (!answer.ok) stopWith(`Refused (${answer.status}): ${await answer.text()}`)

console.log(`Order ${number} to ${channel.name} (seed ${seed}):`)
for (const line of lines) console.log(`  ${line.quantity} × ${line.title} (${line.sku})`)
console.log(expectationOf(channel, lines, stock))
console.log(`Queue: ${running.webUrl}/queue`)

async function readStock(simulatorUrl: string | null) {
  if (!simulatorUrl)
    return stopWith('Test orders are made from the simulator’s stock, and it does not run here.')
  const answer = await fetch(`${simulatorUrl}/_sim/stock`).catch(() =>
    stopWith(`The Lightspeed simulator at ${simulatorUrl} does not answer. Is the start finished?`),
  )
  const table = (await answer.json()) as StockTable
  return table.map((row) => ({
    sku: row.sku,
    title: row.title,
    priceMinor: parseMinor(row.price, 'USD') ?? 0,
    byStore: row.byShop,
  }))
}
