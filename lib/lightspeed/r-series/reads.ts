import type { z } from 'zod'
import { GatewayError, type PosItem, type SaleGateway } from '../types'
import { call, pathUrl, type Line } from './call'
import * as shapes from './shapes'
import type { writes } from './writes'
import { toItem, toSale, toShop, toStock } from './translate'

/** No look-up of ours spans more pages; past it something is wrong with the filter. */
const PAGE_LIMIT = 40
/** Lightspeed takes at most so many values in one IN filter. */
export const IN_LIMIT = 100

export const query = (params: Record<string, string>) => new URLSearchParams(params).toString()
export const inList = (values: string[]) => `IN,[${values.join(',')}]`

/** Rows of a list, page by page; a `next` that leads elsewhere is not followed. `complete`: there were no more pages. */
export async function readPages<T extends z.ZodType>(
  line: Line,
  resource: string,
  params: Record<string, string>,
  name: string,
  row: T,
  pages: number,
): Promise<{ rows: z.output<T>[]; complete: boolean }> {
  const first = pathUrl(line, `${resource}?${query({ limit: '100', ...params })}`)
  const found: z.output<T>[] = []
  let url = first
  for (let page = 0; page < pages; page += 1) {
    const answer = await call(line, 'GET', url, shapes.list(name, row))
    found.push(...answer.rows)
    if (answer.next === '') return { rows: found, complete: true }
    if (new URL(answer.next).origin !== new URL(first).origin || !answer.next.includes(`/${line.accountId}/`))
      throw new GatewayError('malformed', 'Lightspeed named a next page that is not its own.')
    url = answer.next
  }
  return { rows: found, complete: false }
}

/** All rows of a list. */
export async function readAll<T extends z.ZodType>(
  line: Line,
  resource: string,
  params: Record<string, string>,
  name: string,
  row: T,
): Promise<z.output<T>[]> {
  const { rows, complete } = await readPages(line, resource, params, name, row, PAGE_LIMIT)
  if (complete) return rows
  throw new GatewayError('unavailable', `${resource} has more pages than expected: was a filter ignored?`)
}

export function chunks<T>(values: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, i) =>
    values.slice(i * size, (i + 1) * size),
  )
}

/** The reading half of the gateway. */
export function reads(line: Line, currency: string): Omit<SaleGateway, keyof ReturnType<typeof writes>> {
  return {
    readAccount: async () => {
      const url = `${line.apiUrl}/API/V3/Account/${encodeURIComponent(line.accountId)}.json`
      const row = await call(line, 'GET', url, shapes.account)
      if (row.accountID !== line.accountId)
        throw new GatewayError('malformed', 'Lightspeed answered about another account.')
      return { id: row.accountID, name: row.name }
    },
    listShops: async () => {
      const relations = JSON.stringify(['Contact', 'Registers'])
      const found = await readAll(
        line,
        'Shop',
        { load_relations: relations, archived: 'true' },
        'Shop',
        shapes.shop,
      )
      return found.map(toShop)
    },
    listTaxCategories: async () => {
      const relations = { load_relations: JSON.stringify(['TaxCategoryClasses']) }
      const found = await readAll(line, 'TaxCategory', relations, 'TaxCategory', shapes.taxCategory)
      return found.map((row) => ({
        id: row.taxCategoryID,
        name: row.tax1Name,
        tax1Rate: row.tax1Rate || '0',
        tax2Rate: row.tax2Rate || '0',
        taxInclusive: row.isTaxInclusive,
        classes: row.TaxCategoryClasses.map(({ taxClassID, tax1Rate, tax2Rate }) => ({
          taxClassId: taxClassID,
          tax1Rate: tax1Rate || '0',
          tax2Rate: tax2Rate || '0',
        })),
      }))
    },
    listPaymentTypes: async () => {
      const found = await readAll(line, 'PaymentType', {}, 'PaymentType', shapes.paymentType)
      return found.map((row) => ({ id: row.paymentTypeID, name: row.name, archived: row.archived }))
    },
    listEmployees: async () => {
      const found = await readAll(line, 'Employee', {}, 'Employee', shapes.employee)
      return found.map((row) => ({
        id: row.employeeID,
        name: `${row.firstName} ${row.lastName}`.trim(),
        lockedOut: row.lockOut,
        archived: row.archived,
        limitToShopId: row.limitToShopID || '0',
      }))
    },
    findItems: (codes) => findItems(line, codes),
    readStock: async (itemIds) => {
      const found = []
      for (const ids of chunks(itemIds, IN_LIMIT))
        found.push(...(await readAll(line, 'ItemShop', { itemID: inList(ids) }, 'ItemShop', shapes.itemShop)))
      // A filter Lightspeed ignored would bring other items along.
      return toStock(found.filter((row) => itemIds.includes(row.itemID)))
    },
    changedStock: async (since) => {
      const params = { sort: 'timeStamp', timeStamp: `>=,${since}` }
      const found = await readAll(line, 'ItemShop', params, 'ItemShop', shapes.itemShop)
      const newest = found.reduce((max, row) => (row.timeStamp > max ? row.timeStamp : max), '')
      return { rows: toStock(found), stamp: newest === '' ? null : newest }
    },
    readItems: async (itemIds) => {
      const found = []
      for (const ids of chunks(itemIds, IN_LIMIT))
        found.push(
          ...(await readAll(line, 'Item', { itemID: inList(ids), archived: 'true' }, 'Item', shapes.item)),
        )
      return found.filter((row) => itemIds.includes(row.itemID)).map(toItem)
    },
    findCustomer: (email) =>
      findCustomer(line, { 'Contact.email': email.toLowerCase() }, ({ Emails }) =>
        Emails.some((one) => one.address.toLowerCase() === email.toLowerCase()),
      ),
    findCustomerByPhone: (phone) =>
      findCustomer(line, { 'Contact.mobile': phone }, ({ Phones }) =>
        Phones.some((one) => one.number === phone),
      ),
    findSales: (referenceNumbers, referenceSource) =>
      findSales(line, currency, referenceNumbers, referenceSource),
    readSale: async (saleId) => {
      const url = pathUrl(
        line,
        `Sale/${encodeURIComponent(saleId)}?${query({ load_relations: JSON.stringify(['SaleLines', 'SalePayments']) })}`,
      )
      const found = toSale(await call(line, 'GET', url, shapes.single('Sale', shapes.sale)), currency)
      if (found.id === saleId) return found
      throw new GatewayError('malformed', `Lightspeed answered with sale ${found.id} instead of ${saleId}.`)
    },
  }
}

/** Fields an order's code may stand in, asked one after the other for what is still unknown. */
const CODE_FIELDS = ['customSku', 'systemSku', 'manufacturerSku', 'upc', 'ean'] as const

/**
 * Items by exact code. Every returned row is compared again, because an unsupported filter is silently ignored;
 * archived ones come along, so that a line can be told so.
 */
async function findItems(line: Line, codes: string[]): Promise<PosItem[]> {
  const found = new Map<string, PosItem>()
  let missing = [...new Set(codes)]
  for (const field of CODE_FIELDS) {
    // A comma or bracket would change the filter's meaning; such a code is no Lightspeed code.
    const askable = missing.filter((code) => /^[^,[\]"]+$/.test(code))
    for (const values of chunks(askable, IN_LIMIT)) {
      const params = {
        [field]: inList(values),
        load_relations: JSON.stringify(['ItemShops']),
        archived: 'true',
      }
      for (const row of await readAll(line, 'Item', params, 'Item', shapes.item)) {
        const item = toItem(row)
        if (values.includes(item[field])) found.set(item.id, item)
      }
    }
    // Upc and ean are one field to us: only after both are asked is it known whether two items share a code.
    const asked = field === 'upc' ? [] : field === 'ean' ? (['upc', 'ean'] as const) : [field]
    const live = [...found.values()].filter((item) => !item.archived)
    // An item that came along for another code may carry this one too, but others with it were not asked for yet.
    missing = missing.filter((code) => !live.some((item) => asked.some((name) => item[name] === code)))
    if (missing.length === 0) break
  }
  return [...found.values()].toSorted((a, b) => Number(a.id) - Number(b.id))
}

type Contact = NonNullable<z.output<typeof shapes.customer>['Contact']>

/** The oldest customer whose contact is really the one asked for: an ignored filter would bring others. */
async function findCustomer(
  line: Line,
  filter: Record<string, string>,
  isSame: (contact: Contact) => boolean,
): Promise<string | null> {
  const params = { limit: '100', ...filter, load_relations: JSON.stringify(['Contact']) }
  const url = pathUrl(line, `Customer?${query(params)}`)
  const { rows } = await call(line, 'GET', url, shapes.list('Customer', shapes.customer))
  const same = rows.filter((row) => row.Contact && isSame(row.Contact))
  const [oldest] = same.toSorted((a, b) => Number(a.customerID) - Number(b.customerID))
  return oldest?.customerID ?? null
}

/**
 * All sales of an order by their reference numbers, archived ones too. Rows nobody asked for mean that the filter was
 * ignored: then every page is read before anything is concluded, and too many pages is a fault, never a "none".
 */
async function findSales(line: Line, currency: string, referenceNumbers: string[], referenceSource: string) {
  const found = []
  for (const numbers of chunks(referenceNumbers, IN_LIMIT)) {
    // State and total stand in the sale itself; each relation would make the commonest look-up dearer.
    const params = { referenceNumber: inList(numbers), archived: 'true' }
    found.push(...(await readAll(line, 'Sale', params, 'Sale', shapes.sale)))
  }
  return found
    .filter(
      (row) =>
        referenceNumbers.includes(row.referenceNumber) && row.referenceNumberSource === referenceSource,
    )
    .map((row) => toSale(row, currency))
}
