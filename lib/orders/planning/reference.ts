/** Lightspeed keeps longer references cut; ours must be compared whole, so they stay within this. */
const LIMIT = 40

/**
 * `referenceNumber` of a part: the order number as a cashier knows it and the part's ordinal, "1009-2". Characters
 * that a search box or a filter of Lightspeed could read as syntax are left out.
 */
export function referenceNumber(orderNumber: string, ordinal: number): string {
  const suffix = `-${ordinal}`
  const plain = orderNumber.replaceAll(/[^A-Za-z0-9_.-]/g, '') || 'order'
  return plain.slice(0, LIMIT - suffix.length) + suffix
}

/** The ordinal that `referenceNumber` put behind the order's number; null: this number was not made by it. */
export function ordinalOf(reference: string, orderNumber: string): number | null {
  const ordinal = Number(/-([1-9]\d*)$/.exec(reference)?.[1] ?? 0)
  return ordinal > 0 && referenceNumber(orderNumber, ordinal) === reference ? ordinal : null
}

/**
 * `referenceNumberSource` of every part of an order: derived from the channel's own order id, so that it survives a
 * restored database and keeps two shops' #1009 apart. `hash` is the SHA-256 of the external id, in hex.
 */
export function referenceSource(integrationKey: string, hash: string): string {
  return `OQ-${integrationKey}${hash.slice(0, 8)}`
}

/** How many ordinals past the last known one a look-up asks for, so that a restored database finds its later sales. */
const BEYOND = 8

/** Every reference number the order's sales could carry. */
export function possibleReferences(orderNumber: string, lastOrdinal: number): string[] {
  return Array.from({ length: lastOrdinal + BEYOND }, (_, index) => referenceNumber(orderNumber, index + 1))
}
