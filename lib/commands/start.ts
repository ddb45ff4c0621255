import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { startEmbedded } from '@/lib/db/embedded'
import { migrateDatabase } from '@/lib/db/migrate'
import { migrateJobs } from '@/lib/jobs/queue'
import type { Running } from './running'
import { buildWeb, NEXT } from './start/build'
import { Child, type ChildPlan } from './start/child'
import { readSecrets, readSettings } from './start/settings'
import { seedDemo, startCatcherChild, startSimulatorChild, TSX } from './start/stand-ins'
import { readDemo, summary } from './start/summary'

/** The whole product in one command: stand-ins, database, demo, web, worker; ends them all in order. */
const READY_PATIENCE_MS = 120_000
const settings = await readSettings(process.argv.slice(2))
/** What has to be ended, in the order it was started; ended the other way round. */
const ends: (() => Promise<void>)[] = []
const running: Running = {
  pid: process.pid,
  webUrl: settings.appUrl,
  simulatorUrl: null,
  mailUrl: null,
  databaseUrl: '',
  children: {},
}
const runningFile = join(settings.data, 'running.json')
const note = () => writeFileSync(runningFile, JSON.stringify(running), { mode: 0o600 })
const onChange = (name: string, pid: number | null) => {
  if (pid === null) delete running.children[name]
  else running.children[name] = pid
  note()
}

let ending = false
async function end(code: number): Promise<never> {
  if (ending) process.exit(1)
  ending = true
  for (const stop of ends.toReversed())
    await stop().catch((error: unknown) => console.error(error instanceof Error ? error.message : error))
  rmSync(runningFile, { force: true })
  process.exit(code)
}
process.on('SIGINT', () => {
  console.log('\nEnding…')
  void end(0)
})
process.on('SIGTERM', () => void end(0))

/** One line per step, with its seconds. */
async function step<T>(name: string, work: Promise<T>): Promise<T> {
  const began = Date.now()
  const result = await work
  console.log(`✓ ${name.padEnd(22)} ${((Date.now() - began) / 1000).toFixed(1)} s`)
  return result
}

async function openDatabase(): Promise<string> {
  if (settings.databaseUrl) return settings.databaseUrl
  const server = await startEmbedded(settings.data)
  ends.push(() => server.stop())
  if (server.movedBecause) console.log(`  ${server.movedBecause}`)
  return server.url
}

async function childEnv(): Promise<NodeJS.ProcessEnv> {
  const secrets = readSecrets(settings.data)
  const databaseUrl = await step('database', openDatabase())
  running.databaseUrl = databaseUrl
  process.env['DATABASE_URL'] = databaseUrl
  await step('tables', migrateDatabase(databaseUrl, migrateJobs))
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...secrets,
    NEXTAUTH_SECRET: secrets.AUTH_SECRET,
    APP_URL: settings.appUrl,
    NEXTAUTH_URL: settings.appUrl,
    DATA_DIR: settings.data,
    NEXT_TELEMETRY_DISABLED: '1',
  }
  if (!settings.ownLightspeed) {
    const { child, url } = await step('Lightspeed simulator', startSimulatorChild(settings, onChange))
    ends.push(() => child.stop(5_000))
    running.simulatorUrl = url
    Object.assign(env, {
      LIGHTSPEED_API_URL: url,
      LIGHTSPEED_AUTH_URL: url,
      LIGHTSPEED_SIMULATOR_URL: url,
      LIGHTSPEED_CLIENT_ID: 'order-queue-demo',
      LIGHTSPEED_CLIENT_SECRET: 'demo-client-secret',
    })
  }
  if (!settings.smtpUrl) {
    const { child, smtpUrl, pageUrl } = await step('mail catcher', startCatcherChild(settings, onChange))
    ends.push(() => child.stop(5_000))
    env['SMTP_URL'] = smtpUrl
    running.mailUrl = pageUrl
  }
  return env
}

async function startChildren(env: NodeJS.ProcessEnv): Promise<Child[]> {
  const { CRASH_AT: _forTheWorkerOnly, ...webEnv } = env
  const mode = settings.dev ? 'development' : 'production'
  const plans: (Omit<ChildPlan, 'announces'> & { patienceMs: number })[] = [
    {
      name: 'worker',
      args: [...TSX, ...(settings.dev ? ['--watch'] : []), 'lib/worker/main.ts'],
      env: { ...env, PROCESS_NAME: 'worker', NODE_ENV: mode },
      patienceMs: 12_000,
    },
    {
      name: 'web',
      args: [NEXT, settings.dev ? 'dev' : 'start', '-p', String(settings.port)],
      env: { ...webEnv, PROCESS_NAME: 'web', NODE_ENV: mode, BUILD_DIR: settings.buildDir },
      patienceMs: 5_000,
    },
  ]
  return Promise.all(
    plans.map(async ({ patienceMs, ...plan }) => {
      const child = new Child({ ...plan, announces: false }, settings.logs, onChange)
      ends.push(() => child.stop(patienceMs))
      await child.start()
      return child
    }),
  )
}

/** Waits until the health door says that everything answers. */
async function waitUntilReady(children: Child[]): Promise<void> {
  const until = Date.now() + READY_PATIENCE_MS
  let last = 'no answer yet'
  while (Date.now() < until) {
    const answer = await fetch(`http://127.0.0.1:${settings.port}/api/health`).catch(() => null)
    if (answer?.ok) return
    if (answer) last = await answer.text()
    await pause(200)
  }
  throw new Error(
    `Not ready after ${READY_PATIENCE_MS / 1000} s: ${last}\n${children.map((c) => c.tail(6)).join('\n')}`,
  )
}

try {
  const env = await childEnv()
  const [seeded] = await Promise.all([
    settings.demo && !settings.ownLightspeed ? step('demo merchant', seedDemo(settings, env)) : null,
    settings.dev ? null : step('web app', buildWeb(settings.buildDir)),
  ])
  if (seeded && !seeded.includes('already')) console.log(`  ${seeded}`)
  const children = await startChildren(env)
  await step('ready', waitUntilReady(children))
  note()
  console.log(
    summary({
      appUrl: settings.appUrl,
      mailPage: running.mailUrl,
      simulatorUrl: running.simulatorUrl,
      demo: settings.demo ? readDemo(settings.data) : null,
    }),
  )
} catch (error) {
  if (!ending) {
    console.error(error instanceof Error ? error.message : error)
    await end(1)
  }
}
