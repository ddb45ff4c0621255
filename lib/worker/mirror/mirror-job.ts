import { withMerchant } from '@/lib/db/with-merchant'
import { done, type JobAnswer } from '@/lib/jobs/kinds'
import { GatewayError, type Gateway } from '@/lib/lightspeed/types'
import { log } from '@/lib/log'
import { askReplanLater } from '@/lib/jobs/ask-replan'
import { anyWaitsFor } from '@/lib/orders/replanning/waiting'
import { listPosAccounts, saveChoices, type PosAccount } from '@/lib/pos-accounts/account'
import type { PosAccountChoices } from '@/lib/pos-accounts/sale-settings'
import { ReconnectNeeded } from '@/lib/pos-accounts/fresh-token'
import { readMark, saveChangedStock, saveMark } from '@/lib/stores/mirror'
import { mirrorShops } from '@/lib/stores/store'
import { readChoices } from '../read-choices'
import type { Workshop } from '../registry'

/** Stamps are whole seconds and a row may be committed a little after its own, so each poll begins before the last. */
const OVERLAP_MS = 30_000
/** An account that was never polled begins here: what was read before is read again when an order needs it. */
const FIRST_MS = 600_000
/** Three workers ask at their own times; what is younger than this share of the pace is fresh enough. */
const FRESH = 0.8

/**
 * Keeps what we know of a merchant's Lightspeed accounts fresh by the cheapest polls: stock rows by their time stamp (1
 * unit a page), shops with their registers, employees and payment types once in a long while. It takes what rate budget
 * pushes leave, and an account that cannot be read now is simply read next time. Decisions read the stock of their items
 * themselves. What moved and is waited for has the held orders planned again.
 */
export async function mirrorJob(
  workshop: Workshop,
  { merchantId }: { merchantId: string },
): Promise<JobAnswer> {
  const accounts = await withMerchant(merchantId, (scope) => listPosAccounts(scope))
  for (const account of accounts.filter(({ state }) => state === 'connected')) {
    try {
      await mirrorStock(workshop, merchantId, account)
      await mirrorPlaces(workshop, merchantId, account)
    } catch (error) {
      if (!(error instanceof GatewayError) && !(error instanceof ReconnectNeeded)) throw error
      log.info({ account: account.id, because: error.message }, 'mirror put off')
    }
  }
  return done
}

const isDue = (last: Date | null, paceMs: number, now: Date) =>
  last === null || now.getTime() - last.getTime() >= paceMs * FRESH

async function mirrorStock(
  { open, waits, now }: Workshop,
  merchantId: string,
  account: PosAccount,
): Promise<void> {
  const mark = await withMerchant(merchantId, (scope) => readMark(scope, account.id))
  const readAt = now()
  if (!isDue(mark.stockSeenAt, waits.mirrorMs, readAt)) return
  const from =
    mark.stockStamp === null ? readAt.getTime() - FIRST_MS : Date.parse(mark.stockStamp) - OVERLAP_MS
  const since = `${new Date(from).toISOString().slice(0, 19)}+00:00`
  const { gateway } = open(merchantId, account, 'mirror')
  const { rows, stamp } = await gateway.changedStock(since)
  await withMerchant(merchantId, async (scope) => {
    const moved = await saveChangedStock(scope, account.id, rows, readAt, mark.stockSeenAt)
    if (await anyWaitsFor(scope, moved))
      await askReplanLater(scope, new Date(readAt.getTime() + waits.movedStockMs))
    await saveMark(scope, account.id, { stockStamp: stamp ?? since, stockSeenAt: readAt })
  })
}

async function mirrorPlaces(
  { open, waits, now }: Workshop,
  merchantId: string,
  account: PosAccount,
): Promise<void> {
  const mark = await withMerchant(merchantId, (scope) => readMark(scope, account.id))
  const readAt = now()
  if (!isDue(mark.shopsReadAt, waits.shopsMs, readAt)) return
  const { gateway } = open(merchantId, account, 'mirror')
  const shops = await gateway.listShops()
  await withMerchant(merchantId, (scope) => {
    const readings = shops.map(({ id: externalId, ...shop }) => ({ ...shop, externalId }))
    return mirrorShops(scope, account.id, readings, readAt)
  })
  const choices = await readIfAllowed(gateway)
  await withMerchant(merchantId, async (scope) => {
    if (choices) await saveChoices(scope, account.id, choices)
    await saveMark(scope, account.id, { shopsReadAt: readAt })
  })
}

/** A right to read them that is missing must not hold up the shops. */
async function readIfAllowed(gateway: Gateway): Promise<PosAccountChoices | null> {
  try {
    return await readChoices(gateway)
  } catch (error) {
    if (!(error instanceof GatewayError) || error.kind !== 'refused') throw error
    log.warn({ because: error.message }, 'employees and payment types not read')
    return null
  }
}
