import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { listMerchants } from '@/lib/access/merchants'
import { closeDatabase } from '@/lib/db/client'
import { startEmbedded } from '@/lib/db/embedded/embedded'
import { bypassesRowSecurity, migrateDatabase } from '@/lib/db/migrate'
import { migrateJobs } from '@/lib/jobs/queue'
import { sentenceOf, writeNotes, type Running } from './running'
import { buildWeb, NEXT } from './start/build'
import type { Child } from './start/processes/child'
import { freeFolder } from './start/claim'
import { Household } from './start/processes/household'
import { outsideOnly } from './start/outside'
import { endLeftovers } from './start/processes/leftovers'
import { choosePorts, readSecrets, readSettings, requirePort } from './start/settings'
import { onEveryEnd } from './start/ends'
import { findDemo, forgetHalfDemo, isDemoHalfMade, seedDemo, TSX } from './start/stand-ins'
import { startCatcherChild, startSimulatorChild } from './start/stand-ins'
import { summary, type DemoNotes } from './start/summary'

/** The whole product in one command: stand-ins, database, demo, web, worker; ends them all in order. */
const READY_PATIENCE_MS = 120_000
/** Lightspeed and a mail server of one's own may be away for hours: that is no reason to take in no orders. */
const OUTSIDE_PATIENCE_MS = 10_000
/** A child that ended so often before the product was ready will not come up by itself. */
const DEATHS_TO_GIVE_UP = 3
/** npm and the terminal may both pass on one Ctrl-C; only a later one means impatience. */
const SAME_KEY_MS = 1_500

const settings = await readSettings(process.argv.slice(2))
const running: Running = {
  pid: process.pid,
  webUrl: settings.appUrl,
  localUrl: `http://127.0.0.1:${settings.port}`,
  simulatorUrl: null,
  mailUrl: null,
  smtpUrl: settings.smtpUrl,
  databaseUrl: '',
  standIns: settings.standIns,
  children: {},
}
const demoHalfMade = isDemoHalfMade(settings)
const note = () => writeNotes(running, settings.data)
const house = new Household(settings.logs, (name, pid) => {
  if (pid === null) delete running.children[name]
  else running.children[name] = pid
  try {
    note()
  } catch (error) {
    // A full disk must not end what runs; the notes are for the next start alone.
    console.error(`  running.json could not be written: ${sentenceOf(error)}`)
  }
})

let endingSince: number | null = null
async function end(code: number): Promise<void> {
  if (endingSince !== null) {
    if (Date.now() - endingSince < SAME_KEY_MS) return
    house.kill()
    process.exit(1)
  }
  endingSince = Date.now()
  await house.end()
  rmSync(join(settings.data, 'running.json'), { force: true })
  freeFolder(settings.data)
  process.exit(code)
}

/** One line per step, with its seconds. */
async function step<T>(name: string, work: Promise<T>): Promise<T> {
  const began = Date.now()
  const result = await work
  console.log(`✓ ${name.padEnd(22)} ${((Date.now() - began) / 1000).toFixed(1)} s`)
  return result
}

async function openDatabase(): Promise<string> {
  if (settings.databaseUrl) return settings.databaseUrl
  const opening = startEmbedded(settings.data)
  house.add('database', async () => (await opening.catch(() => null))?.stop())
  const server = await opening
  if (server.movedBecause) console.log(`  ${server.movedBecause}`)
  if (demoHalfMade) await server.empty()
  server.keepUp((sentence) => console.log(`! ${sentence}`))
  return server.url
}

async function prepareDatabase(): Promise<void> {
  const databaseUrl = await step('database', openDatabase())
  running.databaseUrl = databaseUrl
  process.env['DATABASE_URL'] = databaseUrl
  await step('tables', migrateDatabase(databaseUrl, migrateJobs))
  if (settings.databaseUrl && (await bypassesRowSecurity(databaseUrl)))
    console.log(
      '  This database user is a superuser: merchants are kept apart by the queries alone. Better use another.',
    )
}

async function startSimulator(ports: Awaited<ReturnType<typeof choosePorts>>) {
  if (settings.ownLightspeed) return {}
  const url = await step('Lightspeed simulator', startSimulatorChild(house, settings, ports))
  running.simulatorUrl = url
  return {
    LIGHTSPEED_API_URL: url,
    LIGHTSPEED_AUTH_URL: url,
    LIGHTSPEED_SIMULATOR_URL: url,
    LIGHTSPEED_CLIENT_ID: 'order-queue-demo',
    LIGHTSPEED_CLIENT_SECRET: 'demo-client-secret',
  }
}

async function startCatcher(ports: Awaited<ReturnType<typeof choosePorts>>) {
  if (settings.smtpUrl) return {}
  const { smtpUrl, pageUrl } = await step('mail catcher', startCatcherChild(house, settings, ports))
  running.smtpUrl = smtpUrl
  running.mailUrl = pageUrl
  return { SMTP_URL: smtpUrl }
}

/** Everything web and worker stand on, and the settings that lead them there. */
async function prepareGround(): Promise<NodeJS.ProcessEnv> {
  const ports = await choosePorts(settings.data)
  const [simulator, catcher] = await Promise.all([
    startSimulator(ports),
    startCatcher(ports),
    prepareDatabase(),
  ])
  const secrets = readSecrets(settings.data, process.env)
  return {
    ...process.env,
    ...simulator,
    ...catcher,
    ...secrets,
    NEXTAUTH_SECRET: secrets.AUTH_SECRET,
    APP_URL: settings.appUrl,
    NEXTAUTH_URL: settings.appUrl,
    DATA_DIR: settings.data,
    LOG_LEVEL: process.env['LOG_LEVEL'] || 'info',
    NEXT_TELEMETRY_DISABLED: '1',
  }
}

async function startWebAndWorker(env: NodeJS.ProcessEnv): Promise<Child[]> {
  const { CRASH_AT: _forTheWorkerOnly, ...webEnv } = env
  const mode = settings.dev ? 'development' : 'production'
  return Promise.all([
    house.startChild({
      name: 'worker',
      args: [...TSX, ...(settings.dev ? ['--watch'] : []), 'lib/worker/main.ts'],
      env: { ...env, PROCESS_NAME: 'worker', NODE_ENV: mode },
      announces: false,
    }),
    house.startChild({
      name: 'web',
      args: [NEXT, settings.dev ? 'dev' : 'start', '-p', String(settings.port)],
      env: { ...webEnv, PROCESS_NAME: 'web', NODE_ENV: mode, BUILD_DIR: settings.buildDir },
      announces: false,
    }),
  ])
}

/** Waits until the health door says that everything answers; what is not ours to start is not waited for long. */
async function waitUntilReady(children: Child[]): Promise<void> {
  const began = Date.now()
  let last = 'no answer yet'
  while (Date.now() < began + READY_PATIENCE_MS) {
    house.signal.throwIfAborted()
    const answer = await fetch(`${running.localUrl}/api/health`).catch(() => null)
    if (answer?.ok) return
    if (answer) last = await answer.text()
    const missing = outsideOnly(last, settings)
    if (missing && Date.now() > began + OUTSIDE_PATIENCE_MS)
      return console.log(`! ${missing.join(' and ')}: orders are taken in, and wait until that changes.`)
    const hopeless = children.find((child) => child.deaths >= DEATHS_TO_GIVE_UP)
    if (hopeless) throw new Error(`It does not come up.\n${hopeless.tail()}`)
    await pause(200)
  }
  throw new Error(
    `Not ready after ${READY_PATIENCE_MS / 1000} s: ${last}\n${children.map((c) => c.tail(6)).join('\n')}`,
  )
}

async function start(): Promise<void> {
  const leftovers = await endLeftovers(settings.data)
  if (leftovers > 0) console.log(`  ended ${leftovers} processes that an interrupted start had left behind`)
  await requirePort(settings.port)
  note()
  if (demoHalfMade) {
    console.log('  the demo was cut short half-made, and is made anew')
    forgetHalfDemo(settings)
  }
  const building = settings.dev ? null : step('web app', buildWeb(house, settings.buildDir))
  const [{ env, demo }] = await Promise.all([prepareGround().then(withDemo), building])
  await step('ready', startWebAndWorker(env).then(waitUntilReady))
  note()
  console.log(
    summary({
      appUrl: settings.appUrl,
      mailPage: running.mailUrl,
      simulatorUrl: running.simulatorUrl,
      demo,
    }),
  )
}

/** The demo merchant of this database, made if it is wanted and not there yet. */
async function withDemo(env: NodeJS.ProcessEnv): Promise<{ env: NodeJS.ProcessEnv; demo: DemoNotes | null }> {
  const find = () => (settings.ownLightspeed ? null : findDemo(settings, listMerchants))
  let demo = await find()
  if (settings.demo && !demo) {
    console.log(`  ${await step('demo merchant', seedDemo(house, settings, env))}`)
    demo = await find()
  }
  // The starter keeps no connection: only web and worker need the database from here on.
  await closeDatabase()
  return { env, demo }
}

onEveryEnd({ end, isEnding: () => endingSince !== null })
try {
  await start()
} catch (error) {
  if (endingSince === null) {
    console.error(sentenceOf(error))
    await end(1)
  }
}
