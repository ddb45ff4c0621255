import { createHmac } from 'node:crypto'
import { DrizzleAdapter } from '@auth/drizzle-adapter'
import { sql } from 'drizzle-orm'
import type { NextAuthOptions } from 'next-auth'
import type { Adapter } from 'next-auth/adapters'
import EmailProvider from 'next-auth/providers/email'
import { database, type Database } from '@/lib/db/client'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import { sessions, signInRequests, users, verificationTokens } from './tables'
import { findMemberByEmail, type Viewer } from './viewer'

/** A link works once and for so long. */
export const LINK_MINUTES = 10
/** Enough for typing errors and lost mails, too few to flood a mailbox. */
const MAILS_PER_HOUR = 5
const SESSION_DAYS = 14
const CHECK_MAIL_PAGE = '/sign-in/check-mail'
/** Word for word where next-auth itself leads after a mail was sent, so that the answers cannot be told apart. */
const MAIL_SENT = '/api/auth/verify-request?provider=email&type=email'

/** `url` is next-auth's own callback; opening it would use the link up, so the mail leads to a page before it. */
export type SendSignInMail = (link: { member: Viewer; url: string; now: Date }) => Promise<void>

/** What every reader of a session needs: tables, secret, and the user's id on the session. */
export function sessionOptions(): NextAuthOptions {
  // next-auth reads the address of the site from here and nowhere else.
  process.env['NEXTAUTH_URL'] ??= env().APP_URL
  return {
    adapter: adapter(),
    secret: secret(),
    session: { strategy: 'database', maxAge: SESSION_DAYS * 86_400, updateAge: 86_400 },
    pages: { signIn: '/sign-in', verifyRequest: CHECK_MAIL_PAGE, error: '/sign-in' },
    providers: [],
    logger: {
      error: (code, detail) =>
        log.error({ code, err: detail instanceof Error ? detail : detail.error }, 'sign-in failed'),
      warn: (code) => log.warn({ code }, 'sign-in warning'),
      debug: () => undefined,
    },
    callbacks: {
      session: ({ session, user }) => ({ ...session, userId: user.id }),
      redirect: ({ url, baseUrl }) => `${baseUrl}${ownPath(url, baseUrl)}`,
    },
  }
}

/**
 * The whole of sign-in: a link by mail, for invited people only. An unknown address and one that asked too often
 * get the same answer as everybody, and no mail. `send` queues the mail; `clock` gives the instant of a request.
 */
export function signInOptions({ send, clock }: { send: SendSignInMail; clock: () => Date }): NextAuthOptions {
  const base = sessionOptions()
  return {
    ...base,
    providers: [
      EmailProvider({
        maxAge: LINK_MINUTES * 60,
        sendVerificationRequest: async ({ identifier, url }) => {
          const member = await findMemberByEmail(identifier)
          if (member) await send({ member, url, now: clock() })
        },
      }),
    ],
    callbacks: {
      ...base.callbacks,
      signIn: async ({ user, email }) => {
        const address = user.email ?? ''
        const invited = (await findMemberByEmail(address)) !== null
        if (!email?.verificationRequest) return invited
        // Counted for unknown addresses as well, so that both take the same steps.
        const mayMail = await countRequest(address, clock())
        return invited && mayMail ? true : new URL(MAIL_SENT, env().APP_URL).href
      },
    },
  }
}

/** Notes one request of this address in the running hour; false once the hour's mails are used up. */
export async function countRequest(email: string, now: Date): Promise<boolean> {
  const hour = new Date(Math.floor(now.getTime() / 3_600_000) * 3_600_000)
  const emailHash = createHmac('sha256', secret()).update(email).digest('hex')
  const [row] = await database()
    .insert(signInRequests)
    .values({ emailHash, hour, count: 1 })
    .onConflictDoUpdate({
      target: [signInRequests.emailHash, signInRequests.hour],
      set: { count: sql`${signInRequests.count} + 1` },
    })
    .returning({ count: signInRequests.count })
  return row !== undefined && row.count <= MAILS_PER_HOUR
}

/** The path of an address of our own, or the queue: a link never leads to another site. */
export function ownPath(url: string, baseUrl: string): string {
  if (!URL.canParse(url, baseUrl)) return '/queue'
  const parsed = new URL(url, baseUrl)
  if (parsed.origin !== new URL(baseUrl).origin) return '/queue'
  // "//other.example" as a path would leave the site once it is a Location header.
  return parsed.pathname.startsWith('//') ? '/queue' : `${parsed.pathname}${parsed.search}`
}

function adapter(): Adapter {
  const tables = { usersTable: users, sessionsTable: sessions, verificationTokensTable: verificationTokens }
  // Its type asks for the table of linked accounts, which sign-in by mail never reads. Adapter and next-auth 4
  // name the same functions in two packages.
  return DrizzleAdapter(
    database(),
    tables as unknown as Parameters<typeof DrizzleAdapter<Database>>[1],
  ) as Adapter
}

function secret(): string {
  const value = env().AUTH_SECRET
  if (!value) throw new Error('AUTH_SECRET is missing: start with `npm start`, or set it in .env')
  return value
}
