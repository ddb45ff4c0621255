import { balanceSale } from '@/lib/lightspeed/balance'
import type { Gateway, PosTaxCategory, SaleDraft } from '@/lib/lightspeed/types'
import { formatMoney } from '@/lib/money'
import type { PushStore } from '@/lib/orders/push/push-context'
import type { PartRow } from '@/lib/orders/push/pushing'
import { ok, refuse, type Result } from '@/lib/result'
import type { PushTools } from './push-tools'

/** Tax categories change about once a year; one reading serves the pushes of some minutes. */
const TAX_AGE_MS = 300_000
const taxReadings = new Map<string, { at: number; categories: PosTaxCategory[] }>()

async function taxCategories(accountId: string, gateway: Gateway): Promise<PosTaxCategory[]> {
  const known = taxReadings.get(accountId)
  if (known && Date.now() - known.at < TAX_AGE_MS) return known.categories
  const categories = await gateway.listTaxCategories()
  taxReadings.set(accountId, { at: Date.now(), categories })
  return categories
}

/** Why a part cannot become a sale, in words for the manager; `code` says what holds the order. */
export interface CannotSell {
  code: 'push-refused' | 'money-mismatch'
  because: string
}
const cannot = (because: string) => refuse({ code: 'push-refused' as const, because })

/**
 * The sale a part becomes: store, register, employee, customer, ship-to and lines that balance to the minor unit.
 * A refusal means that nothing was sent.
 */
export async function composeSale(
  tools: PushTools,
  part: PartRow,
  store: PushStore,
): Promise<Result<SaleDraft, CannotSell>> {
  const { account, lightspeed } = tools.accountOf(part.posAccountId)
  const { gateway } = lightspeed
  if (store.registerId === null)
    return cannot(`${store.name} has no register in Lightspeed to book the sale on.`)
  // Sold as a misc line it would leave the stock as it is.
  const unknown = part.lines.find((line) => line.itemId !== '' && line.externalItemId === '0')
  if (unknown) return cannot(`The Lightspeed account of ${store.name} has no item for “${unknown.title}”.`)
  const balanced = balanceSale({
    lines: part.lines.map((line) => {
      const share = part.money.lines.find((candidate) => candidate.lineId === line.lineId)
      return {
        itemId: line.externalItemId,
        title: line.title,
        quantity: line.quantity,
        netMinor: share?.netMinor ?? 0,
        taxMinor: share?.taxMinor ?? 0,
        taxRate: share?.taxRate ?? '0',
      }
    }),
    charges: part.money.charges.map((charge) => ({
      ...charge,
      itemId: charge.kind === 'shipping' ? account.settings.shippingItemId : null,
    })),
    totalMinor: part.money.totalMinor,
    taxCategories: await taxCategories(account.id, gateway),
    roundingPerLineMinor: account.settings.roundingPerLineMinor,
  })
  if (!balanced.ok) {
    const { wantedMinor, reachedMinor } = balanced.refusal
    const text = (minor: number) => formatMoney({ minor, currency: part.money.currency })
    return refuse({
      code: 'money-mismatch',
      because: `the part comes to ${text(wantedMinor)}, Lightspeed would make ${text(reachedMinor)} of it.`,
    })
  }
  return ok({
    referenceNumber: part.referenceNumber,
    referenceSource: part.referenceSource,
    shopId: store.shopId,
    registerId: store.registerId,
    employeeId: account.settings.employeeId,
    customerId: await customerOf(tools, part.posAccountId, gateway),
    taxCategoryId: balanced.value.taxCategoryId,
    currency: part.money.currency,
    lines: balanced.value.lines,
    totalMinor: part.money.totalMinor,
    shipTo: shipToOf(tools),
  })
}

/** The customer with the order's address, made if Lightspeed has none; "0" for an order without one. */
async function customerOf(tools: PushTools, posAccountId: string, gateway: Gateway): Promise<string> {
  const { customer } = tools.loaded.row.snapshot
  if (customer.email === '') return '0'
  const known = tools.customers.get(posAccountId) ?? (await gateway.findCustomer(customer.email))
  const id =
    known ??
    (await gateway.createCustomer({
      ...nameOf(customer.name),
      email: customer.email,
      phone: customer.phone,
    }))
  tools.customers.set(posAccountId, id)
  return id
}

function shipToOf(tools: PushTools): SaleDraft['shipTo'] {
  const { shipTo, note } = tools.loaded.row.snapshot
  if (!shipTo) return null
  const { address1, address2, city, region, postalCode, country, company, phone } = shipTo
  const person = nameOf(shipTo.name)
  return { ...person, company, address1, address2, city, region, postalCode, country, phone, note }
}

/** Lightspeed wants two names; the last word is the family name. */
function nameOf(name: string): { firstName: string; lastName: string } {
  const words = name.trim().split(/\s+/)
  const lastName = words.pop() ?? ''
  return { firstName: words.join(' '), lastName }
}
