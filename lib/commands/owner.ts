import { parseArgs } from 'node:util'
import { z } from 'zod'
import { ensureOwner } from '@/lib/access/members'
import { closeDatabase } from '@/lib/db/client'
import { migrateDatabase } from '@/lib/db/migrate'
import { migrateJobs } from '@/lib/jobs/queue'
import { findRunning, readDotEnv, sentenceOf, stopWith } from './running'

/** `npm run owner -- name@example.com [--merchant "Name"]`: the first owner of a merchant, who then signs in by mail. */
const USAGE = 'Like this: npm run owner -- name@example.com --merchant "Name of the shop"'

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { merchant: { type: 'string', default: 'My shop' }, name: { type: 'string' } },
    })
  } catch (error) {
    return stopWith(`${sentenceOf(error)}\n${USAGE}`)
  }
}

const { values, positionals } = readArguments()
const [email = '', ...rest] = positionals
if (email === '' || rest.length > 0) stopWith(`One mail address is needed. ${USAGE}`)
if (!z.email().safeParse(email).success) stopWith(`“${email}” is no mail address. ${USAGE}`)
const merchantName = values.merchant.trim()
if (merchantName === '') stopWith(`The merchant needs a name. ${USAGE}`)

readDotEnv()
const running = findRunning()
const databaseUrl = process.env['DATABASE_URL'] || running?.databaseUrl || ''
if (databaseUrl === '')
  stopWith('There is no database to write to: start Order Queue first, or set DATABASE_URL.')
process.env['DATABASE_URL'] = databaseUrl

try {
  // A server of the merchant's own may have no tables yet.
  if (!running) await migrateDatabase(databaseUrl, migrateJobs)
  const name = values.name ?? email.split('@')[0] ?? email
  const owner = await ensureOwner({ email, name, merchantName }, new Date())
  console.log(
    `${email} is owner of ${merchantName}${owner.created ? ' (new)' : ''}. They sign in with a link by mail.`,
  )
} catch (error) {
  stopWith(sentenceOf(error))
} finally {
  await closeDatabase()
}
