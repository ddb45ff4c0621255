import { GatewayError, type Gateway, type PosRefund, type PosSale } from '@/lib/lightspeed/types'
import { glimpsed, type FoundSale } from '@/lib/orders/attention/found-sale'
import type { Look } from '@/lib/orders/attention/looks'
import type { RefundChoices } from '@/lib/orders/attention/tables'
import { possibleReferences } from '@/lib/orders/planning/reference'
import type { SettleTools } from './settle-tools'

/**
 * Everything Lightspeed holds of an order, read now: all sales with its references, archived ones too, those its parts
 * know by id, each with its lines and refunds, and what a refund could be booked on.
 */
export async function lookAtOrder(tools: SettleTools): Promise<Look> {
  const accounts = [...new Set(tools.loaded.parts.map((part) => part.posAccountId))]
  const sales: FoundSale[] = []
  const choices: RefundChoices[] = []
  for (const posAccountId of accounts) {
    const { gateway } = tools.accountOf(posAccountId).lightspeed
    const found = await readSales(tools, posAccountId, gateway)
    sales.push(...found)
    if (found.some((sale) => sale.state === 'completed'))
      choices.push(await readChoices(posAccountId, gateway))
  }
  return { sales, choices }
}

async function readSales(tools: SettleTools, posAccountId: string, gateway: Gateway): Promise<FoundSale[]> {
  const { row, parts, look, refunds } = tools.loaded
  const own = parts.filter((part) => part.posAccountId === posAccountId)
  const lastOrdinal = Math.max(0, ...parts.map((part) => part.ordinal))
  const references = new Set([
    ...parts.map((part) => part.referenceNumber),
    ...possibleReferences(row.number, lastOrdinal),
  ])
  const ids = new Set<string>()
  for (const source of new Set(own.map((part) => part.referenceSource)))
    for (const sale of await gateway.findSales([...references], source)) ids.add(sale.id)
  // What we know by its id is read even if no list shows it: a list may be late, or the filter ignored.
  for (const { saleId } of own) if (saleId !== null) ids.add(saleId)
  for (const sale of look?.sales ?? []) if (sale.posAccountId === posAccountId) ids.add(sale.id)
  const found: FoundSale[] = []
  for (const id of [...ids].toSorted((a, b) => Number(a) - Number(b))) {
    const sale = await readIfThere(gateway, id)
    if (!sale) continue
    const known = refunds.filter((one) => one.posAccountId === posAccountId && one.saleId === id)
    const taken =
      sale.state === 'completed'
        ? await gateway.findRefunds(
            sale,
            known.map((one) => one.refundId),
          )
        : []
    found.push(foundSale(posAccountId, sale, taken))
  }
  return found
}

/** Null: Lightspeed has no such sale any more. */
const readIfThere = (gateway: Gateway, id: string): Promise<PosSale | null> =>
  gateway.readSale(id).catch((error: unknown) => {
    if (error instanceof GatewayError && error.facts.status === 404) return null
    throw error
  })

/** Voided and archived refunds take nothing back, and neither do open ones. */
export const standing = (refunds: PosRefund[]): PosRefund[] =>
  refunds.filter((refund) => refund.state === 'completed')

function foundSale(posAccountId: string, sale: PosSale, refunds: PosRefund[]): FoundSale {
  const taken = standing(refunds)
  const back = new Map<string, number>()
  for (const { lineId, quantity } of taken.flatMap((refund) => refund.units))
    back.set(lineId, (back.get(lineId) ?? 0) + quantity)
  const wholly = sale.lines.every((line) => (back.get(line.id) ?? 0) >= line.quantity || line.quantity < 0)
  return {
    ...glimpsed(posAccountId, sale),
    refunded: taken.length === 0 ? 'no' : wholly ? 'wholly' : 'partly',
    refundedMinor: taken.reduce((sum, refund) => sum + refund.amountMinor, 0),
    refundTickets: taken.map((refund) => refund.ticketNumber),
    lines: sale.lines.map(({ id, itemId, quantity }) => ({ id, itemId, quantity })),
  }
}

async function readChoices(posAccountId: string, gateway: Gateway): Promise<RefundChoices> {
  const shops = await gateway.listShops()
  const paymentTypes = await gateway.listPaymentTypes()
  return {
    posAccountId,
    registers: shops.flatMap((shop) =>
      shop.registers
        .filter((register) => !register.archived)
        .map(({ id, name, open }) => ({ shopId: shop.id, id, name, open })),
    ),
    paymentTypes: paymentTypes.filter((one) => !one.archived).map(({ id, name }) => ({ id, name })),
  }
}
