import type { z } from 'zod'
import { GatewayError, type PosTransfer, type TransferGateway } from '../types'
import { call, pathUrl, type Line } from './call'
import { chunks, IN_LIMIT, inList, query, readAll } from './reads'
import * as shapes from './shapes'

const RESOURCE = 'Inventory/Transfer'

/**
 * Transfers between shops, as documented: made, filled and sent by calls of their own, received only in Lightspeed.
 * A note is the only text of ours they carry; nobody says that it can be filtered by, so a transfer is found again by
 * its two shops and the time, and the caller compares the note.
 */
export function transferCalls(line: Line): TransferGateway {
  const single = shapes.single('Transfer', shapes.transfer)
  const at = (id: string, deed = '') =>
    pathUrl(line, `${RESOURCE}/${encodeURIComponent(id)}${deed && `/${deed}`}`)
  /** Send and Archive answer the transfer; another one's answer says nothing of ours. */
  const act = async (id: string, deed: 'Send' | 'Archive') => {
    const row = await call(line, 'POST', at(id, deed), single, {})
    if (row.transferID !== id) throw notOurs(row.transferID)
  }
  return {
    findTransfers: async ({ fromShopId, toShopId, since }) => {
      const found = await list(line, {
        sendingShopID: fromShopId,
        receivingShopID: toShopId,
        timeStamp: `>=,${since.toISOString().replace(/\.\d+Z$/, '+00:00')}`,
      })
      return found.filter((row) => row.fromShopId === fromShopId && row.toShopId === toShopId)
    },
    listTransfers: async (transferIds) => {
      const found = []
      for (const ids of chunks(transferIds, IN_LIMIT))
        found.push(...(await list(line, { transferID: inList(ids) })))
      // A filter Lightspeed ignored would bring others along.
      return found.filter((row) => transferIds.includes(row.id))
    },
    readTransfer: async (transferId) => {
      const relations = query({ load_relations: JSON.stringify(['TransferItems']) })
      const row = await call(line, 'GET', `${at(transferId)}?${relations}`, single)
      if (row.transferID === transferId) return toTransfer(row, true)
      throw new GatewayError(
        'malformed',
        `Lightspeed answered with transfer ${row.transferID} instead of ${transferId}.`,
      )
    },
    createTransfer: async ({ fromShopId, toShopId, note }) => {
      const body = { sendingShopID: fromShopId, receivingShopID: toShopId, note }
      const made = toTransfer(await call(line, 'POST', pathUrl(line, RESOURCE), single, body), false)
      if (made.note === note && made.fromShopId === fromShopId && made.toShopId === toShopId) return made
      throw notOurs(made.id)
    },
    addTransferItems: async (transferId, items) => {
      const TransferItems = items.map(({ itemId, units }) => ({ itemID: itemId, toSend: units }))
      const there = await call(line, 'POST', at(transferId, 'AddItems'), shapes.addedItems, { TransferItems })
      const missing = items.find((item) => !there.some((row) => row.itemID === item.itemId))
      if (missing)
        throw new GatewayError(
          'unknown-outcome',
          `Lightspeed does not name item ${missing.itemId} in its answer.`,
        )
    },
    sendTransfer: (transferId) => act(transferId, 'Send'),
    archiveTransfer: (transferId) => act(transferId, 'Archive'),
  }
}

async function list(line: Line, params: Record<string, string>): Promise<PosTransfer[]> {
  const found = await readAll(line, RESOURCE, { ...params, archived: 'true' }, 'Transfer', shapes.transfer)
  return found.map((row) => toTransfer(row, false))
}

const notOurs = (id: string) =>
  new GatewayError('unknown-outcome', `Lightspeed answered with transfer ${id}, which is not ours.`)

function toTransfer(row: z.output<typeof shapes.transfer>, withItems: boolean): PosTransfer {
  const { status } = row
  if (status !== 'open' && status !== 'sent' && status !== 'received')
    throw new GatewayError('malformed', `Lightspeed calls a transfer “${status}”.`)
  return {
    id: row.transferID,
    note: row.note,
    status,
    archived: row.archived,
    fromShopId: row.sendingShopID,
    toShopId: row.receivingShopID,
    changedAt: row.timeStamp,
    items: withItems
      ? row.TransferItems.map((item) => ({
          itemId: item.itemID,
          toSend: units(item.toSend),
          sent: units(item.sent),
          received: units(item.received),
        }))
      : null,
  }
}

function units(text: string): number {
  const value = text === '' ? 0 : Number(text)
  if (!Number.isFinite(value)) throw new GatewayError('malformed', `Lightspeed sent the units “${text}”.`)
  return value
}
