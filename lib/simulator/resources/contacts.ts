import { nested, sent, sentRows, type Payload } from './payload'
import { contained, type Row } from './shape'

/** Contacts have no address of their own in the API: they come and go with a shop, a customer or a ship-to. */
export interface Contact {
  emails: { address: string; useType: string }[]
  phones: { number: string; useType: string }[]
  address: Record<string, string>
}

const ADDRESS = ['address1', 'address2', 'city', 'state', 'stateCode', 'zip', 'country', 'countryCode']

export function contactRow(contactID: string, contact: Contact): Row {
  const { emails, phones, address } = contact
  return {
    contactID,
    custom: '',
    noEmail: true,
    noPhone: true,
    noMail: true,
    // Without any address the object is still there, all empty: recorded.
    Addresses: { ContactAddress: Object.fromEntries(ADDRESS.map((name) => [name, address[name] ?? ''])) },
    Phones: contained('ContactPhone', phones),
    Emails: contained('ContactEmail', emails),
    Websites: '',
  }
}

/** A nested Contact as sent, over the one there was: parts left out stay as they are. */
export function sentContact(body: Payload, before: Contact): Contact {
  const contact = nested(body, 'Contact')
  // Only the contact's own fields: `before` is a whole customer or shop.
  if (!contact) return { emails: before.emails, phones: before.phones, address: before.address }
  const part = <T>(name: string, row: string, shape: (row: Payload) => T, otherwise: T[]): T[] => {
    const container = nested(contact, name)
    return container ? sentRows(contact, name, row).map(shape) : otherwise
  }
  const [address] = part('Addresses', 'ContactAddress', (row) => row, [])
  return {
    emails: part(
      'Emails',
      'ContactEmail',
      (row) => ({ address: sent(row, 'address') ?? '', useType: sent(row, 'useType') ?? 'Primary' }),
      before.emails,
    ),
    phones: part(
      'Phones',
      'ContactPhone',
      (row) => ({ number: sent(row, 'number') ?? '', useType: sent(row, 'useType') ?? 'Home' }),
      before.phones,
    ),
    address: address
      ? Object.fromEntries(ADDRESS.map((name) => [name, sent(address, name) ?? before.address[name] ?? '']))
      : before.address,
  }
}

const USES: Record<string, string> = {
  phoneHome: 'Home',
  phoneWork: 'Work',
  mobile: 'Mobile',
  pager: 'Pager',
  fax: 'Fax',
}

/** The fields of a loaded Contact that a list can be filtered by. */
export function contactFields(contact: Contact): Record<string, string | string[]> {
  return {
    email: contact.emails.map((one) => one.address),
    ...Object.fromEntries(
      Object.entries(USES).map(([field, use]) => [
        field,
        contact.phones.filter((one) => one.useType === use).map((one) => one.number),
      ]),
    ),
  }
}
