import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort } from '@/lib/db/free-port'
import { Child } from './child'
import { readPorts, writePorts, type StartSettings } from './settings'

const run = promisify(execFile)
export const TSX = ['--import', 'tsx']

type OnChange = (name: string, pid: number | null) => void

/** Lightspeed's stand-in: its own process with its own ledger. Answers its address. */
export async function startSimulatorChild(
  settings: StartSettings,
  onChange: OnChange,
): Promise<{ child: Child; url: string }> {
  const world = join(settings.data, 'lightspeed-world.json')
  if (!existsSync(world)) await run(process.execPath, [...TSX, 'drizzle/seed/world-file.ts', world])
  const ports = readPorts(settings.data)
  const port = await freePort(ports['simulator'] ?? null)
  writePorts(settings.data, { ...ports, simulator: port })
  const ledger = join(settings.data, 'lightspeed-ledger.jsonl')
  const child = new Child(
    {
      name: 'simulator',
      args: [...TSX, 'lib/simulator/main.ts', '--port', String(port), '--ledger', ledger, '--world', world],
      env: { ...process.env },
      announces: true,
    },
    settings.logs,
    onChange,
  )
  await child.start()
  return { child, url: `http://127.0.0.1:${port}` }
}

/** The mail server's stand-in, with a page to read what was sent. */
export async function startCatcherChild(
  settings: StartSettings,
  onChange: OnChange,
): Promise<{ child: Child; smtpUrl: string; pageUrl: string }> {
  const ports = readPorts(settings.data)
  const smtp = await freePort(ports['smtp'] ?? null)
  const page = await freePort(ports['mail'] ?? null)
  writePorts(settings.data, { ...ports, smtp, mail: page })
  const child = new Child(
    {
      name: 'mail-catcher',
      args: [
        ...TSX,
        'lib/mail-catcher/main.ts',
        '--file',
        join(settings.data, 'mail.jsonl'),
        '--smtp-port',
        String(smtp),
        '--http-port',
        String(page),
      ],
      env: { ...process.env },
      announces: true,
    },
    settings.logs,
    onChange,
  )
  await child.start()
  return { child, smtpUrl: `smtp://127.0.0.1:${smtp}`, pageUrl: `http://127.0.0.1:${page}` }
}

/** The demo merchant, made once; a second run finds it and does nothing. Answers what it says. */
export async function seedDemo(settings: StartSettings, env: NodeJS.ProcessEnv): Promise<string> {
  try {
    const { stdout } = await run(
      process.execPath,
      [...TSX, 'drizzle/seed/main.ts', join(settings.data, 'demo.json')],
      { env: { ...env, LOG_LEVEL: 'warn', PROCESS_NAME: 'seed' }, maxBuffer: 16 * 1024 * 1024 },
    )
    return stdout.trim().split('\n').at(-1) ?? ''
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    throw new Error(
      `The demo could not be made.\n${(stdout + stderr).trimEnd().split('\n').slice(-15).join('\n')}`,
      {
        cause: error,
      },
    )
  }
}
