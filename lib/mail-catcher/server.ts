import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo, Server as NetServer } from 'node:net'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { listPage, messagePage } from './page'

export interface CaughtMail {
  id: string
  /** Everybody it was delivered to, blind copies too. */
  to: string[]
  subject: string
  /** UTC ISO 8601. */
  at: string
  text: string
  html: string
}

export interface Catcher {
  smtpPort: number
  httpPort: number
  close(): Promise<void>
}

/** So many of the newest are kept; the file grows past that and is cut when the catcher starts. */
const KEPT = 500

/** Takes every mail it is given on a loopback port, keeps it in a file and shows it on a page. Sends none. */
export async function startCatcher(options: {
  file: string
  smtpPort?: number
  httpPort?: number
}): Promise<Catcher> {
  const mails = load(options.file)
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onData: (stream, session, done) => {
      simpleParser(stream)
        .then((parsed) => {
          const mail: CaughtMail = {
            id: String(Number(mails.at(-1)?.id ?? '0') + 1),
            to: session.envelope.rcptTo.map((one) => one.address),
            subject: parsed.subject ?? '',
            at: new Date().toISOString(),
            text: parsed.text ?? '',
            html: parsed.html || '',
          }
          appendFileSync(options.file, `${JSON.stringify(mail)}\n`, { mode: 0o600 })
          mails.push(mail)
          if (mails.length > KEPT) mails.shift()
          done()
        })
        .catch((error: unknown) => done(error instanceof Error ? error : new Error(String(error))))
    },
  })
  // A sender that dies in the middle breaks its own connection alone; what it had not finished was not taken.
  smtp.on('error', (error) => process.stderr.write(`mail catcher: ${error.message}\n`))
  const http = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const to = url.searchParams.get('to')?.toLowerCase()
    const wanted = mails
      .filter((mail) => to === undefined || mail.to.some((one) => one.toLowerCase() === to))
      .toReversed()
    if (url.pathname === '/api/messages') {
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(wanted))
      return
    }
    const mail = mails.find((one) => url.pathname === `/mail/${one.id}`)
    const found = url.pathname === '/' || mail !== undefined
    response.writeHead(found ? 200 : 404, { 'Content-Type': 'text/html; charset=utf-8' })
    response.end(mail ? messagePage(mail) : listPage(found ? wanted : []))
  })
  const smtpPort = await listen(smtp.server, options.smtpPort ?? 0)
  const httpPort = await listen(http, options.httpPort ?? 0)
  return {
    smtpPort,
    httpPort,
    close: async () => {
      http.closeAllConnections()
      await Promise.all([
        new Promise((resolve) => http.close(resolve)),
        new Promise<void>((resolve) => smtp.close(() => resolve())),
      ])
    },
  }
}

function load(file: string): CaughtMail[] {
  if (!existsSync(file)) return []
  const text = readFileSync(file, 'utf8')
  // A line cut short by a crash was never acknowledged to its sender; left there it would spoil the next one.
  const kept = text
    .split('\n')
    .filter((line) => line.endsWith('}'))
    .slice(-KEPT)
  const clean = kept.map((line) => `${line}\n`).join('')
  if (clean !== text) {
    writeFileSync(`${file}.new`, clean, { mode: 0o600 })
    renameSync(`${file}.new`, file)
  }
  return kept.map((line) => JSON.parse(line) as CaughtMail)
}

function listen(server: NetServer, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}
