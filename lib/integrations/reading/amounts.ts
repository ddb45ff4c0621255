import { parseMinor } from '@/lib/money'

/** Something the order carries cannot be read; the delivery is kept and shown with this message. */
export class Unreadable extends Error {
  override name = 'Unreadable'
}

/** Longest piece of a body that a message repeats. */
const QUOTED = 40

export const quoted = (text: string) => `“${text.slice(0, QUOTED)}”`

/** Decimal text as minor units; throws `Unreadable`. `what` names the amount for the message. */
export type ReadAmount = (text: string, what: string) => number

export function amountsIn(currency: string): ReadAmount {
  return (text, what) => {
    const minor = parseMinor(text, currency)
    if (minor === null) throw new Unreadable(`The ${what} ${quoted(text)} is no amount in ${currency}.`)
    return minor
  }
}
