import { withMerchant } from '@/lib/db/with-merchant'
import { GatewayError, type Gateway } from '@/lib/lightspeed/types'
import { recordCalls } from '@/lib/orders/push/push-outcomes'
import type { PartRow } from '@/lib/orders/push/pushing'
import type { PushTools } from '../push-tools'
import { causesOf, type Found } from './causes'
import { paymentTypeOf } from './compose-sale'
import { forgetTaxCategories } from './tax-categories'

/**
 * Why Lightspeed refused parts of this push, by part, in words that say what to do. Asked when nothing of it is on its
 * way any more: what a sale needs is read, and what is wrong with it named. Where nothing is found, Lightspeed's own
 * words have to do.
 */
export async function explainRefusals(tools: PushTools): Promise<Map<string, string>> {
  const explained = new Map<string, string>()
  for (const part of tools.loaded.parts)
    if (part.state === 'refused' && part.refusedBecause !== null)
      explained.set(part.id, await explain(tools, part, part.refusedBecause))
  return explained
}

async function explain(tools: PushTools, part: PartRow, message: string): Promise<string> {
  const { account, lightspeed } = tools.accountOf(part.posAccountId)
  const store = await tools.rows.storeOfPart(tools.merchantId, part)
  const items = part.lines.map((line) => ({ id: line.externalItemId, title: line.title }))
  const sold = items.filter((item) => item.id !== '0')
  // It may have been refused for a tax category that is gone.
  forgetTaxCategories(account.id)
  const found = await look(
    lightspeed.gateway,
    sold.map((item) => item.id),
  )
  await withMerchant(tools.merchantId, (scope) =>
    recordCalls(scope, tools.orderId, part.ordinal, lightspeed.takeCalls(), tools.workshop.now()),
  )
  const needs = {
    storeName: store?.name ?? 'the store',
    shopId: store?.shopId ?? '',
    registerId: store?.registerId ?? '',
    employeeId: account.settings.employeeId,
    paymentTypeId: paymentTypeOf(account, tools.loaded.row.snapshot.payment.method),
    items: sold,
  }
  const causes = causesOf(needs, found, message)
  if (causes.length > 0) return causes.join(' ')
  return `${/[.!?]$/.test(message) ? message : `${message}.`} Put it right in Lightspeed or in the shop, then push again.`
}

async function look(gateway: Gateway, itemIds: string[]): Promise<Found> {
  const [shops, employees, paymentTypes, items] = await Promise.all([
    readable(gateway.listShops()),
    readable(gateway.listEmployees()),
    readable(gateway.listPaymentTypes()),
    itemIds.length === 0 ? [] : readable(gateway.readItems(itemIds)),
  ])
  return { shops, employees, paymentTypes, items }
}

/** What cannot be read (a right is missing, an odd answer) names no cause, and holds nobody up; a 429 is waited out. */
async function readable<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof GatewayError && error.kind !== 'rate-limited') return null
    throw error
  }
}
