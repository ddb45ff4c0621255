import type { StockMove, StockRow } from '../account/rows'
import type { WorldItem } from '../world-shape'
import { read, reader, type Account, type Handler, type Resource } from './resource'
import { relation, type Row } from './shape'

export function itemRow(item: WorldItem, relations: ReadonlySet<string>, account: Account): Row {
  const { state } = account
  return {
    itemID: item.itemID,
    systemSku: item.systemSku,
    defaultCost: item.cost ?? '0',
    avgCost: item.cost ?? '0',
    discountable: true,
    tax: item.tax ?? true,
    archived: item.archived ?? false,
    itemType: item.itemType ?? 'default',
    serialized: false,
    description: item.description,
    modelYear: 0,
    upc: item.upc ?? '',
    ean: item.ean ?? '',
    customSku: item.customSku,
    manufacturerSku: item.manufacturerSku ?? '',
    createTime: state.worldAt,
    timeStamp: state.worldAt,
    publishToEcom: false,
    categoryID: 0,
    taxClassID: item.taxClassID ?? '1',
    departmentID: 0,
    itemMatrixID: 0,
    manufacturerID: 0,
    seasonID: 0,
    defaultVendorID: 0,
    ...(relations.has('ItemShops')
      ? relation(
          'ItemShops',
          'ItemShop',
          stockRows(account, item.itemID).map((row) => itemShopRow(row, account)),
        )
      : {}),
    Prices: {
      ItemPrice: [
        {
          amount: item.price,
          useTypeID: 1,
          useType: 'Default',
        },
        {
          amount: 0,
          useTypeID: 2,
          useType: 'MSRP',
        },
      ],
    },
  }
}

/** The rows of one item, the all-shops summary (shopID 0) among them; shops that never held it have none. */
function stockRows({ state }: Account, itemID: string): StockRow[] {
  return [...state.data.shops.map((shop) => shop.shopID), '0'].flatMap(
    (shopID) => state.stock.get(`${itemID}|${shopID}`) ?? [],
  )
}

function itemShopRow(row: StockRow, { state }: Account): Row {
  const moving = { out: 0, in: 0 }
  for (const transfer of state.transfers.values())
    for (const item of transfer.items)
      if (item.itemID === row.itemID && transfer.status === 'sent') {
        if (transfer.sendingShopID === row.shopID) moving.out += item.sent
        if (transfer.receivingShopID === row.shopID) moving.in += item.sent
      }
  return {
    itemShopID: row.itemShopID,
    qoh: row.qoh,
    sellable: Math.max(0, row.qoh),
    backorder: 0,
    componentQoh: 0,
    componentBackorder: 0,
    onLayaway: 0,
    onSpecialOrder: 0,
    onWorkOrder: 0,
    onTransferOut: moving.out,
    onTransferIn: moving.in,
    averageCost: 0,
    reorderPoint: 0,
    reorderLevel: 0,
    timeStamp: row.timeStamp,
    itemID: row.itemID,
    shopID: row.shopID,
  }
}

const stockFields: Record<string, (row: StockRow) => string> = {
  itemShopID: (row) => row.itemShopID,
  itemID: (row) => row.itemID,
  shopID: (row) => row.shopID,
  qoh: (row) => String(row.qoh),
  sellable: (row) => String(Math.max(0, row.qoh)),
  timeStamp: (row) => row.timeStamp,
}

const itemsOf = (account: Account): Resource<WorldItem> => ({
  name: 'Item',
  primary: 'itemID',
  sortable: ['itemID', 'timeStamp', 'description'],
  all: ['ItemShops'],
  fields: {
    itemID: (row) => row.itemID,
    systemSku: (row) => row.systemSku,
    customSku: (row) => row.customSku,
    manufacturerSku: (row) => row.manufacturerSku,
    upc: (row) => row.upc,
    ean: (row) => row.ean,
    itemCode: (row) => itemCodes(row),
    description: (row) => row.description,
    itemType: (row) => row.itemType ?? 'default',
    timeStamp: () => account.state.worldAt,
  },
  isArchived: (row) => row.archived ?? false,
  related: {
    ItemShops: (row) =>
      stockRows(account, row.itemID).map((stock) =>
        Object.fromEntries(Object.entries(stockFields).map(([name, value]) => [name, value(stock)])),
      ),
  },
  rows: ({ state }) => [...state.items.values()],
  show: itemRow,
})

export const item: Handler = (request, account) => read(itemsOf(account), request, account)

/** Codes by which a filter or a sale line may name an item; a systemSku worked in a recorded line. */
export const itemCodes = (row: WorldItem): string[] =>
  [row.itemID, row.upc, row.ean].filter((code): code is string => code !== undefined && code !== '')

export const itemShop = reader<StockRow>({
  name: 'ItemShop',
  primary: 'itemShopID',
  sortable: ['itemShopID', 'timeStamp'],
  all: [],
  fields: stockFields,
  rows: ({ state }) => [...state.stock.values()],
  show: (row, _relations, account) => itemShopRow(row, account),
})

/** Every movement of stock in order; its ids are places in the account's log. */
export const inventoryLog = reader<StockMove & { inventoryLogID: string }>({
  name: 'InventoryLog',
  primary: 'inventoryLogID',
  sortable: ['inventoryLogID', 'itemID'],
  all: [],
  fields: {
    inventoryLogID: (row) => row.inventoryLogID,
    itemID: (row) => row.itemID,
    shopID: (row) => row.shopID,
    saleID: (row) => row.saleID,
    transferID: (row) => row.transferID,
    reason: (row) => row.reason,
    createTime: (row) => row.at,
  },
  rows: ({ state }) => state.log.map((row, index) => ({ ...row, inventoryLogID: String(index + 1) })),
  show: (row) => ({
    inventoryLogID: row.inventoryLogID,
    qohChange: row.change,
    costChange: 0,
    createTime: row.at,
    automated: row.saleID !== '0',
    causedNegative: row.causedNegative,
    reason: row.reason,
    itemID: row.itemID,
    shopID: row.shopID,
    saleID: row.saleID,
    transferID: row.transferID,
    orderID: 0,
    customerID: 0,
    employeeID: 0,
    inventoryCountID: 0,
    vendorReturnID: 0,
  }),
})
