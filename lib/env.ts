import { z } from 'zod'

/** Tokens go to Lightspeed alone, over TLS; and to its stand-in on this machine. */
const lightspeedUrl = z.url().refine((text) => {
  const { protocol, hostname } = new URL(text)
  if (['localhost', '127.0.0.1', '[::1]'].includes(hostname)) return true
  return protocol === 'https:' && /^([a-z0-9-]+\.)?lightspeedapp\.com$/.test(hostname)
}, 'must be an https address of lightspeedapp.com, or one of this machine')

const shape = z.object({
  DATABASE_URL: z.string().min(1, 'DATABASE_URL is missing: start with `npm start`, or set it in .env'),
  APP_URL: z.url().default('http://localhost:3000'),
  SMTP_URL: z.string().default(''),
  MAIL_FROM: z.string().default('Order Queue <orders@example.com>'),
  AUTH_SECRET: z.string().default(''),
  ENCRYPTION_KEY: z.string().default(''),
  LIGHTSPEED_API_URL: lightspeedUrl.default('https://api.lightspeedapp.com'),
  LIGHTSPEED_AUTH_URL: lightspeedUrl.default('https://cloud.lightspeedapp.com'),
  LIGHTSPEED_CLIENT_ID: z.string().default(''),
  LIGHTSPEED_CLIENT_SECRET: z.string().default(''),
  WAIT_SCALE: z.coerce.number().positive().default(1),
  /** Seconds of Lightspeed in one of ours: 1, but for a simulator whose clock is fast. */
  LIGHTSPEED_CLOCK_SPEED: z.coerce.number().positive().default(1),
  /** Pushes, and decisions, that one worker has under way at most. Every free slot asks for work, which costs a small machine. */
  WORKER_SLOTS: z.coerce.number().int().positive().default(12),
  CRASH_AT: z.string().default(''),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
})

export type Env = z.infer<typeof shape>

let cached: Env | null = null

/** The settings of this process, checked once. Throws one sentence per wrong value. */
export function env(): Env {
  if (cached) return cached
  // A setting left empty in .env is a setting left out.
  const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''))
  const parsed = shape.safeParse(given)
  if (!parsed.success)
    throw new Error(
      parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'),
    )
  cached = parsed.data
  return cached
}

/** Reads the settings anew: for tests that change them. */
export function resetEnv(): void {
  cached = null
}
