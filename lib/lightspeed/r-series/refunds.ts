import { GatewayError, type PosSale, type RefundGateway } from '../types'
import { call, pathUrl, type Line } from './call'
import { chunks, inList, IN_LIMIT, query, readAll } from './reads'
import * as shapes from './shapes'
import { toRefund } from './translate'

/** A parent of 0 is none. */
const NO_PARENT = '0'

/**
 * Refunds in R-Series: `POST Sale/{id}/refund` makes a new sale with negative quantities whose lines name the lines they
 * take back (documented). Nothing else ties the two together, so they are found by those lines.
 */
export function refundCalls(line: Line, currency: string): RefundGateway {
  const saleShape = shapes.single('Sale', shapes.sale)
  const path = (saleId: string, below = '') => pathUrl(line, `Sale/${encodeURIComponent(saleId)}${below}`)
  const withLines = query({ load_relations: JSON.stringify(['SaleLines', 'SalePayments']) })
  const readRefund = async (refundId: string) => {
    const found = await call(line, 'GET', path(refundId, `?${withLines}`), saleShape)
    if (found.saleID === refundId) return toRefund(found, currency)
    throw new GatewayError(
      'malformed',
      `Lightspeed answered with sale ${found.saleID} instead of ${refundId}.`,
    )
  }
  return {
    findRefunds: async (sale, known) => {
      const found = []
      for (const saleId of new Set([...known, ...(await refundingSales(line, sale))]))
        found.push(await readRefund(saleId))
      return found
    },
    readRefund,
    refundSale: async (saleId, refund) => {
      const made = toRefund(
        await call(line, 'POST', path(saleId, '/refund'), saleShape, {
          employeeID: refund.employeeId,
          registerID: refund.registerId,
          shopID: refund.shopId,
          // Without an amount all of it is paid out, without lines all of them are taken back.
          SalePayments: { SalePayment: [{ paymentTypeID: refund.paymentTypeId }] },
        }),
        currency,
      )
      if (made.id !== saleId) return made
      throw new GatewayError('unknown-outcome', 'Lightspeed answered with the sale instead of its refund.')
    },
  }
}

/** Ids of the sales whose lines take back a line of this one; a filter that was ignored brings others along. */
async function refundingSales(line: Line, sale: PosSale): Promise<Set<string>> {
  // Without its lines nothing could be found, and that must never read as "not refunded".
  if (sale.lines.length === 0 && sale.totalMinor !== 0)
    throw new GatewayError('malformed', `Sale ${sale.id} came without its lines.`)
  const own = sale.lines.map(({ id }) => id).filter((id) => id !== '' && id !== NO_PARENT)
  const ids = new Set<string>()
  for (const parents of chunks(own, IN_LIMIT)) {
    const params = { parentSaleLineID: inList(parents) }
    for (const row of await readAll(line, 'SaleLine', params, 'SaleLine', shapes.saleLine))
      if (parents.includes(row.parentSaleLineID) && row.saleID !== sale.id) ids.add(row.saleID)
  }
  return ids
}
