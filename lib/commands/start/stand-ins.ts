import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Household } from './processes/household'
import type { Ports, StartSettings } from './settings'
import { readDemo, type DemoNotes } from './summary'

export const TSX = ['--import', 'tsx']

/** Lightspeed's stand-in: its own process with its own ledger. Answers its address. */
export async function startSimulatorChild(
  house: Household,
  settings: StartSettings,
  ports: Ports,
): Promise<string> {
  mkdirSync(settings.standIns, { recursive: true })
  const world = join(settings.standIns, 'lightspeed-world.json')
  if (!existsSync(world)) {
    const args = [...TSX, 'drizzle/seed/world-file.ts', world]
    const options = { env: process.env, tail: 15 }
    await house.runOneOff('world', 'The simulator’s world could not be made.', args, options)
  }
  const ledger = join(settings.standIns, 'lightspeed-ledger.jsonl')
  const port = String(ports.simulator)
  const back = ['--redirect-uri', `${settings.appUrl}/api/lightspeed/callback`]
  await house.startChild({
    name: 'simulator',
    args: [...TSX, 'lib/simulator/main.ts', '--port', port, '--ledger', ledger, '--world', world, ...back],
    env: { ...process.env, PROCESS_NAME: 'simulator' },
    announces: true,
  })
  return `http://127.0.0.1:${port}`
}

/** The mail server's stand-in, with a page to read what was sent. */
export async function startCatcherChild(
  house: Household,
  settings: StartSettings,
  { smtp, mail }: Ports,
): Promise<{ smtpUrl: string; pageUrl: string }> {
  mkdirSync(settings.standIns, { recursive: true })
  const ports = ['--smtp-port', String(smtp), '--http-port', String(mail)]
  await house.startChild({
    name: 'mail-catcher',
    args: [...TSX, 'lib/mail-catcher/main.ts', '--file', join(settings.standIns, 'mail.jsonl'), ...ports],
    env: { ...process.env, PROCESS_NAME: 'mail-catcher' },
    announces: true,
  })
  return { smtpUrl: `smtp://127.0.0.1:${smtp}`, pageUrl: `http://127.0.0.1:${mail}` }
}

/** There while the demo is being made: a start that finds it was preceded by one that was cut short in the middle. */
const halfMade = (settings: StartSettings) => join(settings.standIns, 'demo-half-made')

/** Whether what is here is half a demo and nothing else, so that it can be thrown away. */
export const isDemoHalfMade = (settings: StartSettings): boolean =>
  settings.databaseUrl === null && existsSync(halfMade(settings))

/** Takes away what the stand-ins remember of half a demo; its database is emptied by the caller. */
export function forgetHalfDemo(settings: StartSettings): void {
  for (const file of ['demo.json', 'lightspeed-ledger.jsonl', 'lightspeed-world.json', 'mail.jsonl'])
    rmSync(join(settings.standIns, file), { force: true })
}

/**
 * What this folder knows of the demo merchant, if this very merchant is in the database: notes of a database that was
 * thrown away, or of another one, would sign orders nobody takes.
 */
export async function findDemo(
  settings: StartSettings,
  listMerchants: () => Promise<{ id: string }[]>,
): Promise<DemoNotes | null> {
  const notes = readDemo(settings.standIns)
  if (!notes) return null
  return (await listMerchants()).some((merchant) => merchant.id === notes.merchantId) ? notes : null
}

/** Makes the demo merchant; one that is there already is left as it is. Answers the last line it says. */
export async function seedDemo(
  house: Household,
  settings: StartSettings,
  env: NodeJS.ProcessEnv,
): Promise<string> {
  const notes = join(settings.standIns, 'demo.json')
  if (!existsSync(notes)) writeFileSync(halfMade(settings), '')
  const args = [...TSX, 'drizzle/seed/main.ts', notes]
  const output = await house.runOneOff('demo', 'The demo could not be made.', args, {
    env: { ...env, LOG_LEVEL: 'warn', PROCESS_NAME: 'seed' },
    tail: 15,
  })
  rmSync(halfMade(settings), { force: true })
  return output.trim().split('\n').at(-1) ?? ''
}
