import { balanceSale, type Balanced, type MoneyMismatch } from '@/lib/lightspeed/sale/balance'
import type { Gateway, SaleDraft } from '@/lib/lightspeed/types'
import type { PushAccount, PushStore } from '@/lib/orders/push/push-context'
import type { PartRow } from '@/lib/orders/push/pushing'
import { ok, refuse, type Result } from '@/lib/result'
import type { PushTools } from '../push-tools'
import { balanceInput } from './balance-input'
import { SETTINGS_PAGE } from './causes'
import { addressText, customerOf, nameOf } from './customer'
import { mismatchSentence } from './mismatch-words'
import { makeTaxCategory, taxCategories } from './tax-categories'

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
  const { registerId } = store
  if (registerId === null) return cannot(`${store.name} has no register in Lightspeed to book the sale on.`)
  // Sold as a misc line it would leave the stock as it is.
  const unknown = part.lines.find((line) => line.itemId !== '' && line.externalItemId === '0')
  if (unknown) return cannot(`The Lightspeed account of ${store.name} has no item for “${unknown.title}”.`)
  const { snapshot } = tools.loaded.row
  if (part.money.totalMinor !== 0 && paymentTypeOf(account, snapshot.payment.method) === '')
    return cannot(
      `No payment type of Lightspeed is chosen for online orders. Choose one ${SETTINGS_PAGE}, then push again.`,
    )
  const balanced = await balancedPart(tools, part, account, gateway)
  if (!balanced.ok)
    return refuse({
      code: 'money-mismatch',
      because: mismatchSentence(balanced.refusal, part.money.currency, store.name),
    })
  const customerId = await customerOf(tools, part.posAccountId, gateway)
  return ok({
    referenceNumber: part.referenceNumber,
    referenceSource: part.referenceSource,
    shopId: store.shopId,
    registerId,
    employeeId: account.settings.employeeId,
    customerId,
    taxCategoryId: balanced.value.taxCategoryId,
    currency: part.money.currency,
    lines: balanced.value.lines,
    totalMinor: part.money.totalMinor,
    roundingMinor: balanced.value.roundingMinor,
    ...placeOf(tools, customerId),
  })
}

/** The payment type a channel's payment method is booked as; "": none is chosen. */
export const paymentTypeOf = ({ settings }: PushAccount, method: string): string =>
  settings.paymentTypes[method] ?? settings.paymentTypes['*'] ?? ''

/** The ladder, with its last rung: a tax category is made if the account's settings allow it. */
async function balancedPart(
  tools: PushTools,
  part: PartRow,
  account: PushAccount,
  gateway: Gateway,
): Promise<Result<Balanced, MoneyMismatch>> {
  const input = balanceInput(part, account.settings, tools.loaded.row.snapshot.pricesIncludeTax)
  const balanced = balanceSale({ ...input, taxCategories: await taxCategories(account.id, gateway) })
  if (balanced.ok || !account.settings.makeTaxCategories || balanced.refusal.makeRate === null)
    return balanced
  const made = await makeTaxCategory(account.id, gateway, balanced.refusal.makeRate)
  return balanceSale({ ...input, taxCategories: made })
}

/** Where it goes, and what the customer wrote. A ship-to needs a customer; without one the address is a note. */
function placeOf(tools: PushTools, customerId: string): Pick<SaleDraft, 'shipTo' | 'internalNote'> {
  const { shipTo, note } = tools.loaded.row.snapshot
  if (!shipTo) return { shipTo: null, internalNote: note }
  if (customerId === '0')
    return {
      shipTo: null,
      internalNote: [`Ship to: ${addressText(shipTo)}`, note].filter(Boolean).join('\n'),
    }
  const { address1, address2, city, region, postalCode, country, company, phone } = shipTo
  const person = nameOf(shipTo.name)
  return {
    shipTo: { ...person, company, address1, address2, city, region, postalCode, country, phone, note },
    internalNote: '',
  }
}
