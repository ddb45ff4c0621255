import { parseArgs } from 'node:util'
import { dataDir, findRunning, readDotEnv, sentenceOf, stopWith } from '../running'
import { claimFolder, freeFolder } from '../start/claim'
import { backUpEmbedded } from './embedded-backup'
import { dumpServer } from './own-server'

/**
 * `npm run backup [-- --keep 7]`: the embedded database is copied by its files while the product is stopped; a server
 * of the merchant's own is dumped by its own tool.
 */
const USAGE = 'Like this: npm run backup -- --keep 7'

function readKeep(): number {
  try {
    const { values } = parseArgs({ options: { keep: { type: 'string', default: '7' } } })
    const keep = Number(values.keep)
    return Number.isInteger(keep) && keep > 0 ? keep : stopWith(`--keep is a whole number above 0. ${USAGE}`)
  } catch (error) {
    return stopWith(`${sentenceOf(error)}\n${USAGE}`)
  }
}

const keep = readKeep()
readDotEnv()
const data = dataDir()
const databaseUrl = process.env['DATABASE_URL'] ?? ''

try {
  if (databaseUrl !== '') {
    console.log(`Dumped to ${await dumpServer(data, databaseUrl, keep, new Date())}`)
  } else {
    const running = findRunning(data)
    const holder = claimFolder(data)
    if (running || holder !== null)
      stopWith(
        `Order Queue is running (process ${running?.pid ?? holder}). Its database can only be copied while it is stopped: end it with Ctrl-C, then try again.`,
      )
    try {
      const { folder } = await backUpEmbedded(data, keep, new Date())
      console.log(`Backed up to ${folder}`)
    } finally {
      freeFolder(data)
    }
  }
  console.log(
    'Keep ENCRYPTION_KEY (or secrets.json) too, apart from the backup: without it no token can be read.',
  )
} catch (error) {
  stopWith(`There is no new backup. ${sentenceOf(error)}`)
}
