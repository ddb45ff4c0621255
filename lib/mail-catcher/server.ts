import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo, Server as NetServer } from 'node:net'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { listPage, messagePage } from './page'

export interface CaughtMail {
  id: string
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

/** Pages and answers show so many of the newest; the file keeps all. */
const SHOWN = 500

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
    onData: (stream, _session, done) => {
      simpleParser(stream)
        .then((parsed) => {
          const to = [parsed.to ?? []].flat().flatMap((list) => list.value.map((one) => one.address ?? ''))
          const mail: CaughtMail = {
            id: String(mails.length + 1),
            to,
            subject: parsed.subject ?? '',
            at: new Date().toISOString(),
            text: parsed.text ?? '',
            html: parsed.html || '',
          }
          appendFileSync(options.file, `${JSON.stringify(mail)}\n`, { mode: 0o600 })
          mails.push(mail)
          done()
        })
        .catch((error: unknown) => done(error instanceof Error ? error : new Error(String(error))))
    },
  })
  const http = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const newest = mails.slice(-SHOWN).toReversed()
    const to = url.searchParams.get('to')
    const wanted = to === null ? newest : newest.filter((mail) => mail.to.includes(to))
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
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.endsWith('}'))
    .map((line) => JSON.parse(line) as CaughtMail)
}

function listen(server: NetServer, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}
