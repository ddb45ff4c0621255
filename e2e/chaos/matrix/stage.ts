import { spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { PgBoss } from 'pg-boss'
import { ensureMember } from '../../../lib/access/members'
import { createMerchant } from '../../../lib/access/merchants'
import type { Viewer } from '../../../lib/access/viewer'
import { TSX } from '../../../lib/commands/start/stand-ins'
import { closeDatabase } from '../../../lib/db/client'
import { startEmbedded, type EmbeddedServer } from '../../../lib/db/embedded/embedded'
import { migrateDatabase } from '../../../lib/db/migrate'
import { withMerchant } from '../../../lib/db/with-merchant'
import { env, resetEnv } from '../../../lib/env'
import { createIntegration, makeLive } from '../../../lib/integrations/store'
import { closeSender, migrateJobs } from '../../../lib/jobs/queue'
import { exchangeCode } from '../../../lib/lightspeed/oauth'
import { connectPosAccount } from '../../../lib/pos-accounts/account'
import { present } from '../../../lib/result'
import type { Policy } from '../../../lib/routing/types'
import { listStores, mirrorShops } from '../../../lib/stores/store'
import { scaledWaits } from '../../../lib/waits'
import { gatewayOpener } from '../../../lib/worker/gateways'
import { chaosWorld } from './world'

export const SECRET = 'chaos-secret'

/** A policy's channel; its key is its address. */
export const CHANNELS: Record<'split' | 'best' | 'hold', { key: string; policy: Policy }> = {
  split: {
    key: 'chaos-split-000',
    policy: {
      kind: 'split',
      maxParts: null,
      keepLinesWhole: false,
      smallestPartMinor: null,
      whenUncovered: 'hold',
    },
  },
  best: { key: 'chaos-best-0000', policy: { kind: 'best-store' } },
  hold: { key: 'chaos-hold-0000', policy: { kind: 'hold-if-short' } },
}

/** A merchant and its manager. */
export interface Seat {
  merchantId: string
  manager: Viewer
  /** Ids of the stores by name. */
  stores: Record<string, string>
  /** What the keys of its channels end in. */
  keyEnd: string
}

/** The merchant of most regimes, with the machinery around it. */
export interface Stage extends Seat {
  /** Several merchants, this one first. All sell in one Lightspeed account, each with a token of its own. */
  seats: Seat[]
  simulatorUrl: string
  /** For processes of the product. */
  env: NodeJS.ProcessEnv
  database: EmbeddedServer
  /** Once per crash: which have happened is in here. */
  crashFolder: string
  close(): Promise<void>
}

/** One door of the simulator that the real Lightspeed does not have. */
export async function simulatorDoor(url: string, path: string, method = 'GET', body?: unknown) {
  const answer = await fetch(`${url}/_sim${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`simulator ${path}: ${await answer.text()}`)
  return answer.json() as Promise<unknown>
}

/** A durable Postgres, the simulator and the mail catcher as processes of their own, merchants, and nobody at work yet. */
export async function openStage(waitScale: number, merchants = 1): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'order-queue-chaos-'))
  // mkdtemp closes it to others; as root the server runs as another user and has to get in.
  chmodSync(folder, 0o755)
  const crashFolder = mkdtempSync(join(tmpdir(), 'order-queue-crashes-'))
  const world = join(folder, 'world.json')
  writeFileSync(world, JSON.stringify(chaosWorld()))
  const ledger = join(folder, 'ledger.jsonl')
  const [database, simulator, mail] = await Promise.all([
    startEmbedded(join(folder, 'postgres')),
    announced(['lib/simulator/main.ts', '--ledger', ledger, '--world', world]),
    announced(['lib/mail-catcher/main.ts', '--file', join(folder, 'mail.jsonl')]),
  ])
  const simulatorUrl = `http://127.0.0.1:${String(simulator.line['port'])}`
  Object.assign(process.env, {
    DATABASE_URL: database.url,
    SMTP_URL: `smtp://127.0.0.1:${String(mail.line['smtpPort'])}`,
    ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
    AUTH_SECRET: 'chaos',
    LIGHTSPEED_API_URL: simulatorUrl,
    LIGHTSPEED_AUTH_URL: simulatorUrl,
    LIGHTSPEED_CLIENT_ID: 'chaos',
    LIGHTSPEED_CLIENT_SECRET: 'chaos-client',
    WAIT_SCALE: String(waitScale),
    // What Lightspeed asks to wait is scaled down as well.
    LIGHTSPEED_CLOCK_SPEED: String(1 / waitScale),
    LOG_LEVEL: 'error',
  })
  resetEnv()
  let survivor: PgBoss | null = null
  const close = async () => {
    await survivor?.stop({ graceful: false })
    await closeSender()
    await closeDatabase()
    simulator.child.kill('SIGTERM')
    mail.child.kill('SIGTERM')
    await database.remove()
    for (const one of [folder, crashFolder]) rmSync(one, { recursive: true, force: true })
  }
  endWithUs(close, simulator.child, mail.child)
  await migrateDatabase(database.url, migrateJobs)
  await bendRules(database.url)
  survivor = await startSurvivor(database.url)
  await simulatorDoor(simulatorUrl, '/settings', 'PUT', {
    rateLimit: false,
    tokenSeconds: 86_400 / waitScale,
    // Its clock runs as fast as all waits are short, so that reading its changes often is no more to it than seldom.
    clockSpeed: 1 / waitScale,
  })
  const first = await openMerchant(simulatorUrl, 0)
  const seats = [first]
  while (seats.length < merchants) seats.push(await openMerchant(simulatorUrl, seats.length))
  return {
    ...first,
    seats,
    simulatorUrl,
    env: { ...process.env },
    database,
    crashFolder,
    close,
  }
}

/**
 * What the product does not offer. A dead worker's jobs go to the next one after 3 s instead of 10: the job queue takes no
 * smaller number than that, so the run that scales all other waits down writes this one itself. Nobody is woken for a new
 * job: many processes that look every second are soon enough, and all at once they would be in each other's way. And several
 * merchants may sell in one Lightspeed account, so that each has a token of its own there.
 */
async function bendRules(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(
      'update jobs.queue set heartbeat_seconds = 3, retry_delay = 1, retry_backoff = false, notify = false',
    )
    await client.query('alter table pos_accounts drop constraint pos_accounts_external')
  } finally {
    await client.end()
  }
}

/**
 * Somebody has to notice that a worker is dead, and workers that die every few seconds mostly die before they do: this one
 * lives, looks every second, and does no other work.
 */
function startSurvivor(connectionString: string): Promise<PgBoss> {
  const every = { superviseIntervalSeconds: 1, monitorIntervalSeconds: 1 }
  const boss = new PgBoss({
    connectionString,
    schema: 'jobs',
    max: 2,
    migrate: false,
    schedule: false,
    ...every,
  })
  // A database that is away is part of some regimes.
  boss.on('error', () => undefined)
  return boss.start()
}

/** A run that is cut short leaves no process behind, the database server included. */
function endWithUs(close: () => Promise<void>, ...children: ChildProcess[]): void {
  process.once('exit', () => {
    for (const child of children) child.kill('SIGKILL')
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void close().finally(() => process.exit(130)))
}

/** Starts a stand-in and waits for the line in which it says that it is ready. */
async function announced(args: string[]): Promise<{ child: ChildProcess; line: Record<string, unknown> }> {
  const child = spawn(process.execPath, [...TSX, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve)
    child.once('exit', (code) => reject(new Error(`${args[0] ?? ''} ended with ${code}`)))
  })
  return { child, line: JSON.parse(line) as Record<string, unknown> }
}

async function openMerchant(simulatorUrl: string, index: number): Promise<Seat> {
  const now = new Date()
  const merchantId = await createMerchant(
    {
      name: 'Chaos',
      timeZone: 'UTC',
      currency: 'USD',
      settings: { undoSeconds: 1, mailRecipients: ['m@chaos.example'] },
    },
    now,
  )
  const keyEnd = index === 0 ? '' : `-${index}`
  const person = {
    merchantId,
    email: `m${keyEnd}@chaos.example`,
    name: 'Manager',
    role: 'manager' as const,
    storeIds: [],
  }
  const userId = await ensureMember(person, now)
  const stores = await connect(merchantId, simulatorUrl, now)
  await withMerchant(merchantId, async (scope) => {
    for (const [name, { key, policy }] of Object.entries(CHANNELS)) {
      const settings = { mailRecipients: [], shopDomain: 'x.myshopify.com', routeAuthorized: true }
      const channel = {
        key: `${key}${keyEnd}`,
        name,
        platform: 'shopify' as const,
        secrets: [SECRET],
        settings,
      }
      const id = await createIntegration(scope, channel, now)
      const rest = { allowedStores: null, reviewRules: [], paused: false, promiseToHeldOrders: false }
      await makeLive(scope, id, { ...rest, policy, closedRegister: 'send' }, 'chaos', now)
    }
  })
  const manager: Viewer = { ...person, userId, merchantName: 'Chaos', timeZone: 'UTC' }
  return { merchantId, manager, stores, keyEnd }
}

/** The account by OAuth, its shops as Lightspeed lists them. */
async function connect(merchantId: string, simulatorUrl: string, now: Date): Promise<Record<string, string>> {
  const allowed = await fetch(
    `${simulatorUrl}/auth/oauth/authorize?allow=1&redirect_uri=${encodeURIComponent('http://localhost/')}`,
    { redirect: 'manual' },
  )
  const code = new URL(allowed.headers.get('location') ?? 'http://localhost/').searchParams.get('code') ?? ''
  const settings = env()
  const tokens = await exchangeCode({
    authUrl: simulatorUrl,
    clientId: settings.LIGHTSPEED_CLIENT_ID,
    clientSecret: settings.LIGHTSPEED_CLIENT_SECRET,
    deadlineMs: 10_000,
    code,
  })
  const account = {
    externalId: present(tokens.accountId, 'account of the token'),
    name: 'Chaos',
    currency: 'USD',
    settings: { employeeId: '1', paymentTypes: { '*': '3' }, shippingItemId: null, roundingPerLineMinor: 1 },
    tokens: { ...tokens, expiresAt: new Date(now.getTime() + tokens.expiresInSeconds * 1000) },
  }
  const id = await withMerchant(merchantId, (scope) => connectPosAccount(scope, account, now))
  const open = gatewayOpener(settings, scaledWaits(1), () => new Date())
  const shops = await open(merchantId, { ...account, id, state: 'connected' }).gateway.listShops()
  return withMerchant(merchantId, async (scope) => {
    await mirrorShops(
      scope,
      id,
      shops.map(({ id: externalId, ...shop }) => ({ ...shop, externalId })),
      now,
    )
    const stores = await listStores(scope)
    return Object.fromEntries(stores.map((store) => [store.name, store.id]))
  })
}
