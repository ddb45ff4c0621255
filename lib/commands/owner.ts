import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { ensureOwner } from '@/lib/access/members'
import { closeDatabase } from '@/lib/db/client'
import { findRunning, stopWith } from './running'

/** `npm run owner -- name@example.com [--merchant "Name"]`: the first owner of a merchant, who then signs in by mail. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { merchant: { type: 'string', default: 'My shop' }, name: { type: 'string' } },
})
if (existsSync('.env')) process.loadEnvFile('.env')
const [email = ''] = positionals
if (!z.email().safeParse(email).success)
  stopWith(`“${email}” is no mail address. Like this: npm run owner -- name@example.com`)
process.env['DATABASE_URL'] ||= findRunning()?.databaseUrl ?? ''
if (process.env['DATABASE_URL'] === '')
  stopWith('There is no database to write to: start Order Queue first, or set DATABASE_URL.')

const owner = await ensureOwner(
  { email, name: values.name ?? email.split('@')[0] ?? email, merchantName: values.merchant },
  new Date(),
)
await closeDatabase()
console.log(
  `${email} is owner of ${values.merchant}${owner.created ? ' (new)' : ''}. They sign in with a link by mail.`,
)
