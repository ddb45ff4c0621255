import type { z } from 'zod'
import { parseMinor } from '@/lib/money'
import {
  GatewayError,
  type ChangedSale,
  type PosItem,
  type PosRefund,
  type PosSale,
  type PosShop,
  type PosStock,
} from '../types'
import type { item, itemShop, sale, shop } from './shapes'

/** From Lightspeed's words to ours. */

export function toShop(row: z.output<typeof shop>): PosShop {
  const [address] = row.Contact?.Addresses ?? []
  return {
    id: row.shopID,
    name: row.name,
    timeZone: row.timeZone,
    archived: row.archived,
    defaultTaxCategoryId: row.taxCategoryID,
    address: {
      address1: address?.address1 ?? '',
      city: address?.city ?? '',
      region: address?.stateCode || address?.state || '',
      postalCode: address?.zip ?? '',
      country: address?.countryCode || address?.country || '',
    },
    registers: row.Registers.map(({ registerID, name, open, archived }) => ({
      id: registerID,
      name,
      open,
      archived,
    })),
  }
}

/** Shop 0 is the summary of all shops: no store. */
export function toStock(rows: z.output<typeof itemShop>[]): PosStock[] {
  return rows
    .filter((row) => row.shopID !== '0')
    .map((row) => {
      const qoh = whole(row.qoh)
      return {
        itemId: row.itemID,
        shopId: row.shopID,
        qoh,
        sellable: row.sellable === undefined ? Math.max(0, qoh) : whole(row.sellable),
      }
    })
}

/** Stock is whole units; part of one cannot be sold. */
function whole(text: string): number {
  const value = Number(text)
  if (!Number.isFinite(value)) throw new GatewayError('malformed', `Lightspeed sent the stock “${text}”.`)
  return Math.floor(value)
}

export function toItem(row: z.output<typeof item>): PosItem {
  return {
    id: row.itemID,
    description: row.description,
    systemSku: row.systemSku,
    customSku: row.customSku,
    manufacturerSku: row.manufacturerSku,
    upc: row.upc,
    ean: row.ean,
    archived: row.archived,
    countsStock: row.itemType !== 'non_inventory',
    stock: toStock(row.ItemShops),
  }
}

export function toSale(row: z.output<typeof sale>, currency: string): PosSale {
  return {
    id: row.saleID,
    ticketNumber: row.ticketNumber,
    referenceNumber: row.referenceNumber,
    referenceSource: row.referenceNumberSource,
    shopId: row.shopID,
    state: row.archived ? 'archived' : row.voided ? 'voided' : row.completed ? 'completed' : 'open',
    totalMinor: minor(row.calcTotal, currency),
    paidMinor: minor(row.calcPayments, currency),
    lines: row.SaleLines.map((line) => ({
      id: line.saleLineID,
      itemId: line.itemID,
      quantity: Number(line.unitQuantity),
      unitPriceMinor: minor(line.unitPrice, currency),
    })),
  }
}

/** The line of another sale that this one takes back; empty for what is sold, whose parent is 0 or absent. */
const takesBack = ({ parentSaleLineID: parent }: { parentSaleLineID: string }): string =>
  parent === '0' ? '' : parent

export function toChangedSale(row: z.output<typeof sale>, currency: string): ChangedSale {
  return {
    ...toSale(row, currency),
    stamp: row.timeStamp,
    lines: row.SaleLines.map((line) => ({
      id: line.saleLineID,
      itemId: line.itemID,
      quantity: Number(line.unitQuantity),
      takesBack: takesBack(line),
    })),
  }
}

/** A refund counts down where a sale counts up; a line that was negative itself is taken back by a positive one. */
export function toRefund(row: z.output<typeof sale>, currency: string): PosRefund {
  const { id, ticketNumber, state, totalMinor } = toSale(row, currency)
  return {
    id,
    ticketNumber,
    state,
    amountMinor: totalMinor === 0 ? 0 : -totalMinor,
    units: row.SaleLines.filter((line) => takesBack(line) !== '').map((line) => ({
      lineId: takesBack(line),
      quantity: -Number(line.unitQuantity),
    })),
  }
}

/** Totals are rounded by Lightspeed, so more digits than the currency has mean that we misread something. */
function minor(text: string, currency: string): number {
  const value = text === '' ? 0 : parseMinor(text, currency)
  if (value === null) throw new GatewayError('malformed', `Lightspeed sent the amount “${text}”.`)
  return value
}
