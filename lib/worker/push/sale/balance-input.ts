import type { BalanceInput } from '@/lib/lightspeed/sale/balance'
import type { PushAccount } from '@/lib/orders/push/push-context'
import type { PartRow } from '@/lib/orders/push/pushing'

/** A part's goods and charges as the ladder wants them, each as the item the account's settings name. */
export function balanceInput(
  part: Pick<PartRow, 'lines' | 'money'>,
  settings: PushAccount['settings'],
  pricesIncludeTax: boolean,
): Omit<BalanceInput, 'taxCategories'> {
  const itemOf = {
    shipping: settings.shippingItemId,
    fee: settings.feeItemId ?? null,
    tip: settings.tipItemId ?? null,
  }
  return {
    currency: part.money.currency,
    lines: part.lines.map((line) => {
      const share = part.money.lines.find((candidate) => candidate.lineId === line.lineId)
      return {
        itemId: line.externalItemId,
        title: line.title,
        quantity: line.quantity,
        netMinor: share?.netMinor ?? 0,
        taxMinor: share?.taxMinor ?? 0,
        taxRate: share?.taxRate ?? '0',
      }
    }),
    charges: part.money.charges.map((charge) => ({ ...charge, itemId: itemOf[charge.kind] })),
    totalMinor: part.money.totalMinor,
    pricesIncludeTax,
    useInclusiveCategories: settings.useInclusiveCategories ?? true,
    roundingPerLineMinor: settings.roundingPerLineMinor,
  }
}
