import type { Address } from '@/lib/integrations/channel-order'
import type { Gateway } from '@/lib/lightspeed/types'
import type { PushTools } from '../push-tools'

/**
 * Lightspeed's customer of the order, looked up once for all parts of a push: by email, without one by phone, and made
 * if there is none. "0" for an order that names neither.
 */
export async function customerOf(tools: PushTools, posAccountId: string, gateway: Gateway): Promise<string> {
  const { email, phone, name } = tools.loaded.row.snapshot.customer
  if (email === '' && phone === '') return '0'
  const known =
    tools.customers.get(posAccountId) ??
    (email === '' ? await gateway.findCustomerByPhone(phone) : await gateway.findCustomer(email))
  const id = known ?? (await gateway.createCustomer({ ...nameOf(name), email, phone }))
  tools.customers.set(posAccountId, id)
  return id
}

/** Lightspeed wants two names; the last word is the family name. */
export function nameOf(name: string): { firstName: string; lastName: string } {
  const words = name.trim().split(/\s+/)
  const lastName = words.pop() ?? ''
  return { firstName: words.join(' '), lastName }
}

/** An address in one line. */
export function addressText(address: Address): string {
  const { name, company, address1, address2, city, region, postalCode, country, phone } = address
  const town = [city, region, postalCode].filter(Boolean).join(' ')
  return [name, company, address1, address2, town, country, phone].filter(Boolean).join(', ')
}
