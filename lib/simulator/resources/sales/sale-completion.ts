import { TEXTS } from '../../assumed'
import { decimal, text } from '../../account/decimal'
import type { Change, Sale, SalePayment } from '../../account/rows'
import { totalsOf } from '../../account/totals'
import { Refused } from '../../refused'
import type { Account } from '../resource'
import { kindOfPayment } from '../taxes'

/**
 * The sale completed, and the stock that goes with it: both belong in one commit. It must balance, else it is
 * refused; a refund's negative lines bring stock back.
 */
export function completion(
  account: Account,
  sale: Sale,
  completeTime: string | undefined,
): { sale: Sale; moves: Change[] } {
  const time = completeTime || account.at
  if (Date.parse(time) > account.nowMs) throw new Refused(400, TEXTS.futureCompletion)
  const paid = settle(account, sale)
  return {
    sale: { ...paid, completed: true, completeTime: time, timeStamp: account.at },
    moves: stockMoves(account, paid),
  }
}

/** Balance 0, or cash over the total, whose payment is kept as the total and the rest given back (recorded). */
function settle(account: Account, sale: Sale): Sale {
  const { balance } = totalsOf(account.state, sale)
  if (balance === 0n) return sale
  const overpaid = -balance
  const cash = sale.payments.findLast((payment) => isCash(account, payment))
  if (overpaid > 0n && cash && decimal(cash.amount) >= overpaid)
    return {
      ...sale,
      change: text(overpaid),
      payments: sale.payments.map((payment) =>
        payment === cash ? { ...cash, amount: text(decimal(cash.amount) - overpaid) } : payment,
      ),
    }
  if (overpaid > 0n && account.settings.nonCashOverpayment === 'kept') return sale
  throw new Refused(400, TEXTS.unbalanced)
}

function isCash({ state }: Account, payment: SalePayment): boolean {
  const type = state.data.paymentTypes.find((one) => one.paymentTypeID === payment.paymentTypeID)
  return type !== undefined && kindOfPayment(type) === 'cash'
}

/** Units of every stock item off the sale's shop, summed over its lines. */
export function stockMoves({ state, settings, at }: Account, sale: Sale): Change[] {
  const units = new Map<string, number>()
  for (const line of sale.lines)
    if (state.countsStock(line.itemID))
      units.set(line.itemID, (units.get(line.itemID) ?? 0) + Number(line.unitQuantity))
  return [...units]
    .filter(([, sold]) => sold !== 0)
    .map(([itemID, sold]): Change => {
      const before = state.qoh(itemID, sale.shopID)
      const short = sold > 0 && before < sold
      // The older mode adds what is missing before it takes it, so a shelf ends at zero, never further below.
      const adds = short && settings.oversell === 'auto-add'
      const reason = adds
        ? 'CreateAndRemoveInventoryForTransaction'
        : sold < 0
          ? 'RefundAddInventory'
          : 'RemoveForTransaction'
      const qoh = adds ? Math.min(0, before) : before - sold
      return { kind: 'stock', itemID, shopID: sale.shopID, qoh, at, reason, saleID: sale.saleID }
    })
}
