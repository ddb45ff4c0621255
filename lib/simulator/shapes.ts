import { text } from './decimal'
import { nest, type Row } from './query'
import type { Customer, Sale, State } from './state'
import { ratesOf, totalsOf } from './totals'
import type { WorldItem, WorldShop } from './world-shape'

/** Rows as the API sends them. Every scalar is text, empties are "" or absent as recorded. */

const flag = (value: boolean | undefined) => (value ? 'true' : 'false')

export function shopRow(shop: WorldShop, relations: string[]): Row {
  const { address } = shop
  return {
    shopID: shop.shopID,
    name: shop.name,
    timeZone: shop.timeZone,
    archived: flag(shop.archived),
    contactID: shop.shopID,
    taxCategoryID: shop.taxCategoryID,
    ...(relations.includes('Contact')
      ? {
          Contact: {
            contactID: shop.shopID,
            Addresses: {
              ContactAddress: {
                address1: address.address1,
                address2: '',
                city: address.city,
                state: address.state,
                stateCode: address.state,
                zip: address.zip,
                country: address.country,
                countryCode: address.countryCode,
              },
            },
            Phones: '',
            Emails: '',
          },
        }
      : {}),
    ...(relations.includes('Registers')
      ? {
          Registers: nest(
            'Register',
            shop.registers.map((register) => registerRow(register, shop.shopID)),
          ),
        }
      : {}),
  }
}

export function registerRow(register: WorldShop['registers'][number], shopID: string): Row {
  return {
    registerID: register.registerID,
    name: register.name,
    open: flag(register.open),
    archived: flag(register.archived),
    shopID,
  }
}

export function itemRow(state: State, item: WorldItem, relations: string[]): Row {
  return {
    itemID: item.itemID,
    systemSku: item.systemSku,
    customSku: item.customSku,
    manufacturerSku: item.manufacturerSku ?? '',
    upc: item.upc ?? '',
    ean: item.ean ?? '',
    description: item.description,
    itemType: item.itemType ?? 'default',
    tax: 'true',
    archived: flag(item.archived),
    timeStamp: '2026-01-05T09:00:00+00:00',
    Prices: { ItemPrice: [{ amount: item.price, useTypeID: '1', useType: 'Default' }] },
    ...(relations.includes('ItemShops')
      ? {
          ItemShops: nest(
            'ItemShop',
            itemShopRows(state, (row) => row.itemID === item.itemID),
          ),
        }
      : {}),
  }
}

/** Stock rows with, per item, the summary row of all shops that carries shopID 0. */
export function itemShopRows(state: State, wanted: (row: { itemID: string }) => boolean): Row[] {
  const rows = [...state.stock.values()].filter(wanted)
  const sums = new Map<string, { qoh: number; timeStamp: string }>()
  for (const row of rows) {
    const sum = sums.get(row.itemID) ?? { qoh: 0, timeStamp: row.timeStamp }
    sum.qoh += row.qoh
    if (row.timeStamp > sum.timeStamp) sum.timeStamp = row.timeStamp
    sums.set(row.itemID, sum)
  }
  return [
    ...rows.map((row) => stockRow(row.itemShopID, row.itemID, row.shopID, row.qoh, row.timeStamp)),
    ...[...sums].map(([itemID, sum]) =>
      stockRow(`9${itemID.padStart(6, '0')}`, itemID, '0', sum.qoh, sum.timeStamp),
    ),
  ]
}

function stockRow(itemShopID: string, itemID: string, shopID: string, qoh: number, timeStamp: string): Row {
  const sellable = String(Math.max(0, qoh))
  return {
    itemShopID,
    itemID,
    shopID,
    qoh: String(qoh),
    sellable,
    backorder: '0',
    reorderPoint: '0',
    timeStamp,
  }
}

export function customerRow(customer: Customer, relations: string[]): Row {
  return {
    customerID: customer.customerID,
    firstName: customer.firstName,
    lastName: customer.lastName,
    archived: 'false',
    timeStamp: customer.timeStamp,
    ...(relations.includes('Contact')
      ? {
          Contact: {
            contactID: customer.customerID,
            Addresses: '',
            Phones: customer.phone ? { ContactPhone: { number: customer.phone, useType: 'Mobile' } } : '',
            Emails: customer.email ? { ContactEmail: { address: customer.email, useType: 'Primary' } } : '',
          },
        }
      : {}),
  }
}

/** A sale with its lines and payments, as writes answer it and reads with these relations. */
export function saleRow(state: State, sale: Sale, relations: string[]): Row {
  const totals = totalsOf(state.data, sale)
  const rates = ratesOf(state.data, sale.taxCategoryID)
  const lines = sale.lines.map((line, index) => ({
    saleLineID: line.saleLineID,
    createTime: sale.createTime,
    unitQuantity: String(line.unitQuantity),
    unitPrice: line.unitPrice,
    tax: flag(line.tax && sale.taxCategoryID !== '0'),
    tax1Rate: text(rates.tax1),
    tax2Rate: text(rates.tax2),
    calcTax1: text(totals.lineTax[index]?.tax1 ?? 0n),
    calcTax2: text(totals.lineTax[index]?.tax2 ?? 0n),
    itemID: line.itemID,
    saleID: sale.saleID,
    shopID: sale.shopID,
    parentSaleLineID: line.parentSaleLineID,
    ...(line.note === '' ? {} : { Note: { note: line.note, isPublic: 'false' } }),
  }))
  return {
    saleID: sale.saleID,
    ticketNumber: ticketOf(sale.saleID),
    createTime: sale.createTime,
    timeStamp: sale.timeStamp,
    updatetime: sale.timeStamp,
    // A null date is an absent key.
    ...(sale.completeTime === null ? {} : { completeTime: sale.completeTime }),
    completed: flag(sale.completed),
    archived: flag(sale.archived),
    voided: flag(sale.voided),
    isTaxInclusive: 'false',
    referenceNumber: sale.referenceNumber,
    referenceNumberSource: sale.referenceNumberSource,
    tax1Rate: text(rates.tax1),
    tax2Rate: text(rates.tax2),
    calcDiscount: '0',
    calcSubtotal: text(totals.subtotal),
    calcTaxable: text(totals.taxable),
    calcTax1: text(totals.tax1),
    calcTax2: text(totals.tax2),
    calcTotal: text(totals.total),
    calcPayments: text(totals.payments),
    total: text(totals.total),
    totalDue: text(totals.total),
    balance: text(totals.balance),
    taxTotal: text(totals.tax1 + totals.tax2),
    customerID: sale.customerID,
    employeeID: sale.employeeID,
    registerID: sale.registerID,
    shopID: sale.shopID,
    shipToID: sale.shipTo ? sale.saleID : '0',
    taxCategoryID: sale.taxCategoryID,
    ...(relations.includes('SaleLines') && lines.length > 0 ? { SaleLines: nest('SaleLine', lines) } : {}),
    ...(relations.includes('SalePayments') && sale.payments.length > 0
      ? {
          SalePayments: nest(
            'SalePayment',
            sale.payments.map((payment) => ({ ...payment })),
          ),
        }
      : {}),
  }
}

export const ticketOf = (saleID: string): string => `22${saleID.padStart(10, '0')}`
