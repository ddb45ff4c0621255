import { z } from 'zod'

/** Lightspeed sends every scalar as text, but not always: numbers and booleans are taken as well. */
const text = z.union([z.string(), z.number(), z.boolean()]).transform(String)
const optional = text.optional().transform((value) => value ?? '')
const flag = text.optional().transform((value) => value === 'true')

/** One row is an object, several are an array, none is an absent key or "". */
export const rows = <T extends z.ZodType>(row: T) =>
  z
    .union([z.array(row), row, z.literal('')])
    .optional()
    .transform((value): z.output<T>[] =>
      value === undefined || value === ''
        ? []
        : Array.isArray(value)
          ? (value as z.output<T>[])
          : [value as z.output<T>],
    )

/** A nested container such as `SaleLines: { SaleLine: … }`, which is "" or absent when empty. */
const nested = <T extends z.ZodType>(name: string, row: T) =>
  z
    .union([z.literal(''), z.record(z.string(), z.unknown())])
    .optional()
    .transform((value) => (value === undefined || value === '' ? undefined : value[name]))
    .pipe(rows(row))

export const list = <T extends z.ZodType>(name: string, row: T) =>
  z
    .object({ '@attributes': z.object({ next: optional }).optional() })
    .catchall(z.unknown())
    .transform((value, context) => {
      const parsed = rows(row).safeParse(value[name])
      if (!parsed.success) {
        context.addIssue({ code: 'custom', message: `${name}: ${parsed.error.message}` })
        return z.NEVER
      }
      return { rows: parsed.data, next: value['@attributes']?.next ?? '' }
    })

export const single = <T extends z.ZodType>(name: string, row: T) =>
  z.object({ [name]: row }).transform((value) => value[name] as z.output<T>)

/** A single account comes without a wrapper: documented. */
export const account = z.object({ accountID: text, name: optional })

const address = z.object({
  address1: optional,
  city: optional,
  state: optional,
  stateCode: optional,
  zip: optional,
  country: optional,
  countryCode: optional,
})

export const register = z.object({ registerID: text, name: optional, open: flag, archived: flag })

export const shop = z.object({
  shopID: text,
  name: text,
  timeZone: optional,
  archived: flag,
  taxCategoryID: optional,
  Contact: z.object({ Addresses: nested('ContactAddress', address) }).optional(),
  Registers: nested('Register', register),
})

export const itemShop = z.object({
  itemID: text,
  shopID: text,
  qoh: text,
  sellable: text.optional(),
  timeStamp: optional,
})

export const item = z.object({
  itemID: text,
  systemSku: optional,
  customSku: optional,
  manufacturerSku: optional,
  upc: optional,
  ean: optional,
  description: optional,
  itemType: optional,
  archived: flag,
  ItemShops: nested('ItemShop', itemShop),
})

export const customer = z.object({
  customerID: text,
  Contact: z
    .object({
      Emails: nested('ContactEmail', z.object({ address: optional })),
      Phones: nested('ContactPhone', z.object({ number: optional })),
    })
    .optional(),
})

export const taxCategory = z.object({
  taxCategoryID: text,
  tax1Name: optional,
  tax1Rate: optional,
  tax2Rate: optional,
  isTaxInclusive: flag,
  TaxCategoryClasses: nested(
    'TaxCategoryClass',
    z.object({ taxClassID: text, tax1Rate: optional, tax2Rate: optional }),
  ),
})

export const paymentType = z.object({ paymentTypeID: text, name: text, archived: flag })

export const employee = z.object({
  employeeID: text,
  firstName: optional,
  lastName: optional,
  lockOut: flag,
  archived: flag,
  limitToShopID: optional,
})

export const sale = z.object({
  saleID: text,
  ticketNumber: optional,
  referenceNumber: optional,
  referenceNumberSource: optional,
  shopID: text,
  completed: flag,
  voided: flag,
  archived: flag,
  calcTotal: text,
  calcPayments: optional,
  timeStamp: optional,
  SaleLines: nested(
    'SaleLine',
    z.object({
      saleLineID: optional,
      parentSaleLineID: optional,
      itemID: optional,
      unitQuantity: text,
      unitPrice: text,
    }),
  ),
})

export const saleLine = z.object({ saleLineID: text, saleID: optional, parentSaleLineID: optional })

const transferItem = z.object({ itemID: text, toSend: optional, sent: optional, received: optional })

export const transfer = z.object({
  transferID: text,
  note: optional,
  status: text,
  archived: flag,
  timeStamp: optional,
  sendingShopID: text,
  receivingShopID: text,
  /** Nested like every list; an absent key and an empty one both mean that nothing was asked for or is there. */
  TransferItems: nested('TransferItem', transferItem),
})

/** What adding items answers: documented as the rows alone, without the attributes of other answers. */
export const addedItems = z
  .object({ TransferItem: rows(transferItem) })
  .transform((value) => value.TransferItem)
