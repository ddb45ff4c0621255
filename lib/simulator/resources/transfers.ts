import { TEXTS } from '../assumed'
import type { Change, Transfer } from '../account/rows'
import { notFound, Refused } from '../refused'
import { sent, sentRows, type Payload } from './payload'
import { read, type Account, type ApiRequest, type Handler, type Resource } from './resource'
import { nest, single, type Row } from './shape'

const MOST_ITEMS = 100

export function transferRow(transfer: Transfer, relations: ReadonlySet<string>): Row {
  return {
    transferID: transfer.transferID,
    note: transfer.note,
    status: transfer.status,
    archived: transfer.archived,
    createTime: transfer.createTime,
    timeStamp: transfer.timeStamp,
    sentOn: transfer.sentOn,
    sendingShopID: transfer.sendingShopID,
    receivingShopID: transfer.receivingShopID,
    createdByEmployeeID: 1,
    sentByEmployeeID: 0,
    ...(relations.has('TransferItems') && transfer.items.length > 0
      ? { TransferItems: itemRows(transfer) }
      : {}),
  }
}

const itemRows = (transfer: Transfer): Row =>
  nest(
    'TransferItem',
    transfer.items.map((item) => ({
      ...item,
      toReceive: transfer.status === 'sent' ? item.sent - item.received : 0,
      transferID: transfer.transferID,
      comment: '',
    })),
  )

const transfers: Resource<Transfer> = {
  name: 'Transfer',
  primary: 'transferID',
  sortable: ['transferID', 'timeStamp'],
  all: ['TransferItems'],
  fields: {
    transferID: (row) => row.transferID,
    status: (row) => row.status,
    sendingShopID: (row) => row.sendingShopID,
    receivingShopID: (row) => row.receivingShopID,
    timeStamp: (row) => row.timeStamp,
  },
  isArchived: (row) => row.archived,
  rows: ({ state }) => [...state.transfers.values()],
  show: transferRow,
}

/** Documented: the items are loaded only with a transfer that is read by itself. */
const listed: Resource<Transfer> = { ...transfers, show: (row) => transferRow(row, new Set()) }

/** Inventory/Transfer: made, filled and sent by the API; received only at the shop, which is a control door here. */
export const transfer: Handler = (request, account) => {
  const { method, body } = request
  const [id, deed] = request.path
  if (method === 'POST' && id === undefined) return saved(account, newTransfer(account, body))
  if (method === 'GET' || id === undefined)
    return read(id === undefined ? listed : transfers, request, account)
  const known = account.state.transfers.get(id)
  if (!known) throw notFound('Transfer', id)
  if (method === 'PUT' && deed === undefined) {
    requireOpen(known)
    return saved(account, { ...known, note: sent(body, 'note') ?? known.note, timeStamp: account.at })
  }
  if (method !== 'POST') throw new Refused(405, `${method} is not allowed for Transfer.`)
  return act(account, known, deed ?? '', request)
}

function act(account: Account, known: Transfer, deed: string, { body }: ApiRequest): Row {
  const { at } = account
  switch (deed) {
    case 'AddItems':
    case 'UpdateItems':
    case 'DeleteItems': {
      requireOpen(known)
      const changed = { ...known, items: sentItems(account, known, deed, body), timeStamp: at }
      account.ledger.commit({ kind: 'transfer', transfer: changed })
      // Documented: these three answer the rows alone, without @attributes.
      return itemRows(changed)
    }
    case 'Send': {
      requireOpen(known)
      if (known.archived) throw new Refused(400, TEXTS.transferArchived)
      const items = known.items.map((item) => ({ ...item, sent: item.toSend }))
      const gone = account.settings.transferStock === 'send' ? leaving(account, { ...known, items }) : []
      return saved(account, { ...known, items, status: 'sent', sentOn: at, timeStamp: at }, gone)
    }
    case 'Archive':
    case 'Restore':
      return saved(account, { ...known, archived: deed === 'Archive', timeStamp: at })
    default:
      throw new Refused(404, `There is no Transfer/${deed}.`)
  }
}

function requireOpen(known: Transfer): void {
  if (known.status !== 'open') throw new Refused(400, TEXTS.transferClosed)
}

function newTransfer({ state, at }: Account, body: Payload): Transfer {
  const [sendingShopID = '', receivingShopID = ''] = ['sendingShopID', 'receivingShopID'].map((name) =>
    sent(body, name),
  )
  const stranger = [sendingShopID, receivingShopID].find(
    (id) => !state.data.shops.some((shop) => shop.shopID === id),
  )
  if (stranger !== undefined) throw new Refused(400, `Invalid Foreign Keys for Shop '${stranger}'.`)
  return {
    transferID: state.nextTransferID(),
    note: sent(body, 'note') ?? '',
    status: 'open',
    sendingShopID,
    receivingShopID,
    archived: false,
    createTime: at,
    sentOn: null,
    timeStamp: at,
    items: [],
  }
}

/** At most 100 items a call, and an item once per transfer. */
function sentItems({ state }: Account, known: Transfer, deed: string, body: Payload): Transfer['items'] {
  const rows = sentRows(body, 'TransferItems', 'TransferItem')
  if (rows.length > MOST_ITEMS) throw new Refused(400, `At most ${MOST_ITEMS} TransferItems at once.`)
  let items = known.items
  for (const row of rows) {
    const transferItemID = sent(row, 'transferItemID')
    const itemID =
      sent(row, 'itemID') ?? items.find((one) => one.transferItemID === transferItemID)?.itemID ?? ''
    const there = items.find((one) => one.itemID === itemID)
    if (deed === 'AddItems' && (!state.items.has(itemID) || there))
      throw new Refused(400, `TransferItem not created. Item '${itemID}' is unknown or already exists.`)
    if (deed !== 'AddItems' && !there) throw notFound('TransferItem', transferItemID ?? itemID)
    const toSend = Number(sent(row, 'toSend') ?? 0)
    if (deed === 'AddItems')
      items = [
        ...items,
        { transferItemID: `${known.transferID}${items.length + 1}`, itemID, toSend, sent: 0, received: 0 },
      ]
    else if (deed === 'DeleteItems') items = items.filter((one) => one !== there)
    else items = items.map((one) => (one === there ? { ...one, toSend } : one))
  }
  return items
}

const moved = (
  account: Account,
  row: Transfer,
  shopID: string,
  reason: string,
  changeOf: (item: Transfer['items'][number]) => number,
): Change[] =>
  row.items
    .filter((item) => changeOf(item) !== 0)
    .map((item) => ({
      kind: 'stock',
      itemID: item.itemID,
      shopID,
      qoh: account.state.qoh(item.itemID, shopID) + changeOf(item),
      at: account.at,
      reason,
      saleID: '0',
      transferID: row.transferID,
    }))

const leaving = (account: Account, row: Transfer) =>
  moved(account, row, row.sendingShopID, 'RemoveForTransfer', (item) => -item.sent)

/**
 * What a person does at the receiving shop: what they count arrives, at most `units` of each item, and leaves the sender
 * now if it had not before. The transfer is received once all of it has come.
 */
export function receiveTransfer(account: Account, known: Transfer, units = Infinity): void {
  const items = known.items.map((item) => ({ ...item, received: Math.min(item.sent, item.received + units) }))
  const came = (item: Transfer['items'][number]) =>
    item.received - (known.items.find((one) => one.itemID === item.itemID)?.received ?? 0)
  const row = { ...known, items }
  const status = items.every((item) => item.received === item.sent) ? 'received' : 'sent'
  account.ledger.commit(
    ...(account.settings.transferStock === 'receive'
      ? moved(account, row, known.sendingShopID, 'RemoveForTransfer', (item) => -came(item))
      : []),
    ...moved(account, row, known.receivingShopID, 'AddForTransfer', came),
    { kind: 'transfer', transfer: { ...row, status, timeStamp: account.at } },
  )
}

function saved(account: Account, row: Transfer, also: Change[] = []): Row {
  account.ledger.commit(...also, { kind: 'transfer', transfer: row })
  return single('Transfer', transferRow(row, new Set(['TransferItems'])))
}
