import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { ensureMember } from '@/lib/access/members'
import { createMerchant } from '@/lib/access/merchants'
import type { Role } from '@/lib/access/roles'
import type { Viewer } from '@/lib/access/viewer'
import { env, resetEnv } from '@/lib/env'
import { beginConnection, type CameBack } from '@/lib/pos-accounts/connecting/begin'
import { exampleWorld } from '@/lib/simulator/example-world'
import { startSimulator, type Simulator } from '@/lib/simulator/server'
import { scaledWaits } from '@/lib/waits'
import { gatewayOpener } from '../gateways'
import type { Workshop } from '../registry'

/** A real simulator and people who connect its account: the stage of the connection's database tests. */
export const NOW = new Date('2026-11-24T12:00:00Z')
let folder = ''
let simulator: Simulator

/** Call at the top of a test file, after `useTestDatabase`. */
export function useConnectStage(): void {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'connect-'))
    simulator = await startSimulator({
      world: exampleWorld({ rateLimit: false }),
      ledgerPath: join(folder, 'ledger.jsonl'),
      redirectUri: 'http://localhost:3000/api/lightspeed/callback',
    })
    process.env['LIGHTSPEED_API_URL'] = simulator.url
    process.env['LIGHTSPEED_AUTH_URL'] = simulator.url
    process.env['LIGHTSPEED_CLIENT_ID'] = 'client'
    process.env['LIGHTSPEED_CLIENT_SECRET'] = 'secret'
    resetEnv()
  })
  afterAll(async () => {
    await simulator.close()
    rmSync(folder, { recursive: true })
  })
}

/** One of the doors the real Lightspeed does not have; answers its JSON. */
export async function door(method: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(`${simulator.url}/_sim/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(await answer.text())
  return answer.json()
}

export async function merchant(name: string): Promise<string> {
  const settings = { undoSeconds: 0, mailRecipients: [] }
  return createMerchant({ name, timeZone: 'UTC', currency: 'USD', settings }, NOW)
}

export async function person(merchantId: string, role: Role, name: string): Promise<Viewer> {
  const email = `${name}@${merchantId}.example`
  const userId = await ensureMember({ merchantId, email, name, role, storeIds: [] }, NOW)
  return { userId, name, email, merchantId, merchantName: 'm', timeZone: 'UTC', role, storeIds: [] }
}

/** Presses Connect and then Allow, or Deny; answers what the browser brings back to us. */
export async function atLightspeed(viewer: Viewer, now: Date, press: '1' | '0' = '1'): Promise<CameBack> {
  const begun = await beginConnection(viewer, now)
  if (!begun.ok) throw new Error(begun.refusal.kind)
  const page = new URL(begun.value.url)
  page.searchParams.set('allow', press)
  const answer = await fetch(page, { redirect: 'manual' })
  const back = new URL(answer.headers.get('location') ?? '')
  const get = (name: string) => back.searchParams.get(name)
  return { state: get('state') ?? '', code: get('code'), error: get('error') }
}

/** A worker on the real clock of the simulator's account, at an instant of the test's. */
export function workshop(now: Date = NOW): Workshop {
  const waits = { ...scaledWaits(1), callDeadlineMs: 5_000 }
  return { settings: env(), waits, now: () => now, open: gatewayOpener(env(), waits, () => now) }
}
