import type { ChannelOrder } from '../channel-order'
import { sumsOf } from '../order-sums'

/** Unit counts are stored as 32-bit whole numbers. */
const LARGEST = 2_147_483_647
/** Ids and numbers are indexed, and Postgres takes no index entry above 2.7 kB; real ones have under 30 characters. */
const LONGEST_ID = 200
/** Twice what Shopify allows in one order. */
const MOST_LINES = 1000
const MOST_UNITS_OF_A_LINE = 1_000_000
/** Instants are compared as text, which needs a year of four digits. */
const INSTANT = /^\d{4}-/

/** Why an order that is well formed still cannot be kept; null when it can. */
export function implausible(order: ChannelOrder): string | null {
  if (!fits(order.externalId)) return 'The order id is empty or too long.'
  if (!fits(order.number)) return 'The order number is empty or too long.'
  const instants = [order.placedAt, order.updatedAt, order.cancelledAt ?? order.updatedAt]
  if (!instants.every((instant) => INSTANT.test(instant))) return 'A time of the order is not of our age.'
  if (order.lines.length > MOST_LINES) return `The order has more than ${MOST_LINES} lines.`
  const units = (quantity: number) => quantity >= 0 && quantity <= MOST_UNITS_OF_A_LINE
  if (!order.lines.every((line) => fits(line.externalId) && units(line.quantity) && units(line.toShip)))
    return `A line has no id, or a quantity below 0 or above ${MOST_UNITS_OF_A_LINE}.`
  if (order.lines.some((line) => line.toShip > line.quantity))
    return 'A line has more units to ship than it has.'
  if (order.lines.reduce((sum, line) => sum + Math.ceil(line.toShip), 0) > LARGEST)
    return 'The order has too many units.'
  const goods = order.lines.map((line) => line.unitPriceMinor * line.quantity)
  if (!goods.every((value) => Math.abs(value) <= Number.MAX_SAFE_INTEGER)) return 'An amount is too large.'
  if (
    !Number.isSafeInteger(sumsOf(order).wantedMinor) ||
    Math.abs(order.totalMinor) > Number.MAX_SAFE_INTEGER
  )
    return 'The total of the order is too large.'
  return null
}

const fits = (id: string) => id !== '' && id.length <= LONGEST_ID
