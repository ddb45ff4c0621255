import { answer } from '../resources/answer'
import type { Account, ApiRequest } from '../resources/resource'
import { text } from '../account/decimal'
import { totalsOf } from '../account/totals'
import type { Fault } from './faults'
import { putBack } from './control'

/**
 * What a fault adds right after a write: the same request a second time, a sale that lists do not show yet, or what
 * somebody at a till does to it.
 */
export function meanwhile(fault: Fault, asked: ApiRequest, account: Account, result: unknown): void {
  if (fault.kind === 'duplicate') return void answer(asked, account)
  const { Sale: made } = result as { Sale?: { saleID?: unknown } }
  const sale = account.state.sales.get(String(made?.saleID))
  if (!sale) return
  const own = (method: string, body: ApiRequest['body']) =>
    answer({ method, path: ['Sale', sale.saleID], self: asked.self, body }, account)
  switch (fault.kind) {
    case 'look-up-lag':
      account.ledger.commit({ kind: 'sale', sale: { ...sale, madeAtMs: sale.madeAtMs + fault.ms } })
      return
    case 'staff-completes': {
      if (sale.completed) return
      const amount = text(totalsOf(account.state, sale).balance)
      const [paymentType] = account.state.data.paymentTypes
      own('PUT', {
        completed: true,
        SalePayments: { SalePayment: [{ amount, paymentTypeID: paymentType?.paymentTypeID ?? '1' }] },
      })
      return
    }
    case 'staff-archives':
      if (!sale.completed) own('DELETE', {})
      return
    case 'staff-voids':
      if (sale.completed && !sale.voided) putBack(account.ledger, sale, 'changed my mind', account.at)
      return
    case 'staff-edits':
      if (!sale.completed)
        own('PUT', {
          SaleLines: { SaleLine: [{ itemID: '0', unitQuantity: 1, unitPrice: '5.00', tax: false }] },
        })
      return
    default:
  }
}
