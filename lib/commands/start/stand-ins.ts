import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Household } from './household'
import { runOneOff } from './one-off'
import type { Ports, StartSettings } from './settings'

export const TSX = ['--import', 'tsx']

/** Lightspeed's stand-in: its own process with its own ledger. Answers its address. */
export async function startSimulatorChild(
  house: Household,
  settings: StartSettings,
  ports: Ports,
): Promise<string> {
  const world = join(settings.data, 'lightspeed-world.json')
  if (!existsSync(world))
    await runOneOff(
      'The simulator’s world could not be made.',
      [...TSX, 'drizzle/seed/world-file.ts', world],
      {
        env: process.env,
        signal: house.signal,
        tail: 15,
      },
    )
  const ledger = join(settings.data, 'lightspeed-ledger.jsonl')
  const port = String(ports.simulator)
  await house.startChild({
    name: 'simulator',
    args: [...TSX, 'lib/simulator/main.ts', '--port', port, '--ledger', ledger, '--world', world],
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
  const ports = ['--smtp-port', String(smtp), '--http-port', String(mail)]
  await house.startChild({
    name: 'mail-catcher',
    args: [...TSX, 'lib/mail-catcher/main.ts', '--file', join(settings.data, 'mail.jsonl'), ...ports],
    env: { ...process.env, PROCESS_NAME: 'mail-catcher' },
    announces: true,
  })
  return { smtpUrl: `smtp://127.0.0.1:${smtp}`, pageUrl: `http://127.0.0.1:${mail}` }
}

/** There while the demo is being made: a start that finds it was preceded by one that was cut short in the middle. */
const halfMade = (settings: StartSettings) => join(settings.data, 'demo-half-made')

/** Whether what is here is half a demo and nothing else, so that it can be thrown away. */
export const isDemoHalfMade = (settings: StartSettings): boolean =>
  settings.databaseUrl === null && existsSync(halfMade(settings))

/** Takes away what the stand-ins remember of half a demo; its database is emptied by the caller. */
export function forgetHalfDemo(settings: StartSettings): void {
  for (const file of ['demo.json', 'lightspeed-ledger.jsonl', 'lightspeed-world.json', 'mail.jsonl'])
    rmSync(join(settings.data, file), { force: true })
}

/** The demo merchant, made once; a second run finds it and does nothing. Answers the last line it says. */
export async function seedDemo(
  house: Household,
  settings: StartSettings,
  env: NodeJS.ProcessEnv,
): Promise<string> {
  const notes = join(settings.data, 'demo.json')
  if (!existsSync(notes)) writeFileSync(halfMade(settings), '')
  const output = await runOneOff('The demo could not be made.', [...TSX, 'drizzle/seed/main.ts', notes], {
    env: { ...env, LOG_LEVEL: 'warn', PROCESS_NAME: 'seed' },
    signal: house.signal,
    tail: 15,
  })
  rmSync(halfMade(settings), { force: true })
  return output.trim().split('\n').at(-1) ?? ''
}
