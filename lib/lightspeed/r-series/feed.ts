import { GatewayError, type FeedGateway } from '../types'
import type { Line } from './call'
import { readPages } from './reads'
import * as shapes from './shapes'
import { toChangedSale } from './translate'

/**
 * The change feed. R-Series has no webhooks; its sales are polled by `timeStamp`, which moves with every change of a
 * sale. Lines come along, because a refund names what it takes back only there: 1.4 units a page.
 */
export function feedReads(line: Line, currency: string): FeedGateway {
  return {
    changedSales: async (since, pages) => {
      const params = {
        sort: 'timeStamp',
        timeStamp: `>=,${since}`,
        archived: 'true',
        load_relations: JSON.stringify(['SaleLines']),
      }
      const { rows, complete } = await readPages(line, 'Sale', params, 'Sale', shapes.sale, pages)
      const sales = rows.map((row) => toChangedSale(row, currency))
      // The place in the feed is kept by these: one that cannot be read would be a hole nobody sees.
      if (sales.some(({ stamp }) => !Number.isFinite(Date.parse(stamp))))
        throw new GatewayError('malformed', 'Lightspeed sent a changed sale without saying when it changed.')
      return { sales, complete }
    },
  }
}
