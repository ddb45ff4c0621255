/**
 * What each mail says, as plain data: the outbox keeps it, templates turn it into HTML and text. Sentences about
 * reasons arrive ready made from `routing/explain`, so that screen and mail say the same.
 */
export type Message = HeldMessage | SignInMessage | PushingOffMessage | InvitedMessage

export interface HeldMessage {
  kind: 'order-held'
  merchantName: string
  orderNumber: string
  channelName: string
  customer: string
  total: string
  /** Local time of the merchant, ready to read. */
  placedAt: string
  /** One sentence per hold reason. */
  reasons: string[]
  lines: { sku: string; title: string; quantity: number; unitsShort: number }[]
  /** Line by store, best store first, at most six stores; `available` in the order of `lines`, null: not counted. */
  stores: { name: string; covers: string; available: (number | null)[] }[]
  suggestion: string | null
  /** Some parts are sales already and only the rest is held; absent in mails queued before this was told. */
  partlyPushed?: boolean
  stockReadAt: string
  /** The one link: the order on the desk. Opening it changes nothing. */
  orderUrl: string
}

/** To the owners: the database seems to be an older one, so nothing is pushed for a while. */
export interface PushingOffMessage {
  kind: 'pushing-off'
  merchantName: string
  accountName: string
  because: string
  /** The desk's page of checks. */
  checksUrl: string
}

export interface SignInMessage {
  kind: 'sign-in'
  merchantName: string
  /** A page with a button; opening it signs nobody in. */
  confirmUrl: string
  expiresMinutes: number
}

/** To a person who now works for a merchant. It holds no key: they ask for a sign-in link as always. */
export interface InvitedMessage {
  kind: 'invited'
  merchantName: string
  /** Who invites them, by name. */
  invitedBy: string
  /** The address they sign in with. */
  email: string
  /** What they may do, in a sentence. */
  may: string
  signInUrl: string
}
