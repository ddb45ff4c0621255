import { parseArgs } from 'node:util'
import { closeDatabase } from '@/lib/db/client'
import { migrateDatabase } from '@/lib/db/migrate'
import { resetEnv } from '@/lib/env'
import { closeSender, migrateJobs } from '@/lib/jobs/queue'
import { markRestored } from '@/lib/orders/restore/pushing-off'
import { dataDir, findRunning, readDotEnv, sentenceOf, stopWith } from '../running'
import { claimFolder, freeFolder } from '../start/claim'
import { listBackups, restoreEmbedded } from './embedded-backup'
import { restoreByHand } from './own-server'

/**
 * `npm run restore -- <name>`: puts a backup of the embedded database back. `-- --mark`: says that the database of
 * DATABASE_URL was restored by its own tools. Both begin an epoch in which nothing is pushed until Lightspeed was read.
 */
const USAGE =
  'Like this: npm run restore -- --list, npm run restore -- latest, npm run restore -- 2026-11-26T09-00-00, npm run restore -- --mark'

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { mark: { type: 'boolean', default: false }, list: { type: 'boolean', default: false } },
    })
  } catch (error) {
    return stopWith(`${sentenceOf(error)}\n${USAGE}`)
  }
}

/** The tables brought up to date, and the epoch written, before anybody else sees this database. */
async function prepare(url: string): Promise<void> {
  process.env['DATABASE_URL'] = url
  resetEnv()
  try {
    await migrateDatabase(url, migrateJobs)
    await markRestored(new Date())
  } finally {
    await closeSender()
    await closeDatabase()
  }
}

const MARKED =
  'Nothing is pushed to Lightspeed until all that changed there since is read, a few minutes after the next start; the desk says so.'

async function restoreNamed(data: string, name: string): Promise<void> {
  const all = listBackups(data)
  const wanted = name === 'latest' ? all[0] : all.find((backup) => backup.name === name)
  if (!wanted)
    return stopWith(
      all.length === 0 ? 'There is no backup yet: npm run backup' : `There is no backup “${name}”. ${USAGE}`,
    )
  const running = findRunning(data)
  const holder = claimFolder(data)
  if (running || holder !== null)
    stopWith(
      `Order Queue is running (process ${running?.pid ?? holder}). A database can only be restored while it is stopped: end it with Ctrl-C, then try again.`,
    )
  try {
    const { before } = await restoreEmbedded(data, wanted, prepare)
    console.log(`Restored the backup of ${wanted.madeAt.toISOString()}. ${MARKED}`)
    if (before) console.log(`What was there before is kept in ${before} until the next restore.`)
  } finally {
    freeFolder(data)
  }
}

const { values, positionals } = readArguments()
const [name, ...rest] = positionals
readDotEnv()
const data = dataDir()
const databaseUrl = process.env['DATABASE_URL'] ?? ''

try {
  if (values.list) for (const backup of listBackups(data)) console.log(backup.name)
  else if (values.mark) {
    const url = databaseUrl || findRunning(data)?.databaseUrl || ''
    if (url === '') stopWith('--mark is for a server of your own: set DATABASE_URL to it.')
    await prepare(url)
    console.log(`Marked. ${MARKED}`)
  } else if (name === undefined || rest.length > 0) stopWith(`Which backup? ${USAGE}`)
  else if (databaseUrl !== '')
    stopWith(['A server of your own is restored by its own tools:', ...restoreByHand(name)].join('\n  '))
  else await restoreNamed(data, name)
} catch (error) {
  stopWith(`Nothing was restored. ${sentenceOf(error)}`)
}
