/**
 * An online order in our words, whatever channel it came from. Amounts are whole minor units of `currency`,
 * instants are UTC ISO 8601, ids are text, rates are decimal fractions as text ("0.0825").
 */
export interface ChannelOrder {
  externalId: string
  /** As people see it, e.g. "#1009"; shown, never parsed. */
  number: string
  /** Address of the order in the channel's own admin, when one can be known. */
  url: string | null
  placedAt: string
  /** Version stamp: a snapshot with an older one never replaces a newer one. */
  updatedAt: string
  test: boolean
  /** `till`: already handed over in a store, nothing to route. */
  source: 'online' | 'till'
  payment: { status: PaymentStatus; method: string }
  cancelledAt: string | null
  currency: string
  pricesIncludeTax: boolean
  lines: ChannelLine[]
  /** Shipping, fees and tips of the whole order. */
  charges: ChannelCharge[]
  /** What the customer pays for the whole order as it stands now. */
  totalMinor: number
  customer: { name: string; email: string; phone: string }
  /** Null when the order has none; several when one order goes to several places. */
  shipTo: Address | null
  shipToCount: number
  tags: string[]
  note: string
  risky: boolean
}

export type PaymentStatus =
  'pending' | 'authorized' | 'partly-paid' | 'paid' | 'partly-refunded' | 'refunded' | 'voided' | 'unknown'

export interface ChannelLine {
  externalId: string
  sku: string
  title: string
  /** As the order stands now: removed and refunded units are gone. A fraction is kept here and holds the order. */
  quantity: number
  /** Units still to ship. */
  toShip: number
  unitPriceMinor: number
  /** All discounts on the whole line, line and order level alike. */
  discountMinor: number
  taxMinor: number
  taxRate: string
  /** False for gift cards, services and tips: they need no store. */
  needsShipping: boolean
}

export interface ChannelCharge {
  kind: 'shipping' | 'fee' | 'tip'
  title: string
  /** After discounts, without tax. */
  netMinor: number
  taxMinor: number
  taxRate: string
}

export interface Address {
  name: string
  company: string
  address1: string
  address2: string
  city: string
  region: string
  postalCode: string
  /** ISO 3166-1 alpha-2, or "" when the channel does not say. */
  country: string
  phone: string
  latitude: number | null
  longitude: number | null
}

/** What the adapter of a channel makes of one delivery. */
export type Reading =
  | { kind: 'order'; order: ChannelOrder }
  /** Nothing to do, and why: a ping, a topic we do not use, a test order of the platform. */
  | { kind: 'ignored'; because: string }
  /** The body cannot be understood: kept, shown to a manager, never lost. */
  | { kind: 'unreadable'; because: string }
