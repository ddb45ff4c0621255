import { recordChange } from '@/lib/access/audit'
import { may, whyNot } from '@/lib/access/roles'
import type { Viewer } from '@/lib/access/viewer'
import { withMerchant } from '@/lib/db/with-merchant'
import { askReplan } from '@/lib/jobs/ask-replan'
import {
  readSettings,
  SALE_SETTINGS_CHANGED,
  writeSettings,
  type PosAccountChoices,
  type SaleSettings,
  type SaleSettingsKept,
} from '@/lib/pos-accounts/sale-settings'
import { ok, refuse, unreachable, type Result } from '@/lib/result'
import { chooseRegister, listRegisters, type StoreRegisters } from '@/lib/stores/registers'

export interface SaleSettingsChange {
  posAccountId: string
  /** The version the person saw. */
  version: number
  settings: SaleSettings
  /** Store id → Lightspeed register id; stores left out keep theirs. */
  registers: Record<string, string>
}

export type SaleSettingsRefusal =
  | { kind: 'not-permitted'; because: string }
  | { kind: 'unknown-account' }
  | { kind: 'changed-meanwhile' }
  | { kind: 'not-read-yet' }
  | { kind: 'employee-gone' }
  | { kind: 'employee-of-one-store'; employee: string; store: string }
  | { kind: 'payment-type-gone'; method: string }
  | { kind: 'no-rest' }
  | { kind: 'register-gone'; store: string }

/**
 * Changes how an account's sales are written: whom they are booked under, as which payment type, at which register, and
 * how far a total may be balanced. Sales that are made from then on are written so; one that is open stays as it is.
 */
export async function changeSaleSettings(
  viewer: Viewer,
  change: SaleSettingsChange,
  now: Date,
): Promise<Result<{ message: string }, SaleSettingsRefusal>> {
  if (!may(viewer.role, 'edit-sale-settings'))
    return refuse({ kind: 'not-permitted', because: whyNot(viewer.role, 'edit-sale-settings') ?? '' })
  return withMerchant(viewer.merchantId, async (scope) => {
    const kept = await readSettings(scope, change.posAccountId, 'locked')
    if (!kept) return refuse({ kind: 'unknown-account' })
    if (kept.version !== change.version) return refuse({ kind: 'changed-meanwhile' })
    const own = await listRegisters(scope, kept.posAccountId)
    const wrong = whatIsWrong(kept, own, change)
    if (wrong) return refuse(wrong)
    const { settings } = change
    await writeSettings(scope, kept.posAccountId, { settings, version: kept.version + 1 })
    const moved = own.filter((store) => isMoved(store, change.registers))
    for (const store of moved) await chooseRegister(scope, store, change.registers[store.id] ?? '')
    await recordChange(scope, {
      at: now,
      actorId: viewer.userId,
      what: SALE_SETTINGS_CHANGED,
      subject: kept.posAccountId,
      before: {
        ...kept.settings,
        registers: Object.fromEntries(moved.map((one) => [one.id, one.registerId])),
      },
      after: {
        ...settings,
        registers: Object.fromEntries(moved.map((one) => [one.id, change.registers[one.id]])),
      },
    })
    // A store with another register may be open to orders that it was closed to.
    if (moved.length > 0) await askReplan(scope)
    return ok({ message: 'Saved. Sales made from now on are written so.' })
  })
}

const isMoved = (store: StoreRegisters, chosen: Record<string, string>) =>
  chosen[store.id] !== undefined && chosen[store.id] !== store.registerId

function whatIsWrong(
  { choices }: SaleSettingsKept,
  own: StoreRegisters[],
  { settings, registers }: SaleSettingsChange,
): SaleSettingsRefusal | null {
  if (!choices) return { kind: 'not-read-yet' }
  return (
    employeeWrong(choices, own, settings.employeeId) ??
    paymentWrong(choices, settings.paymentTypes) ??
    registerWrong(own, registers)
  )
}

function employeeWrong(
  choices: PosAccountChoices,
  own: StoreRegisters[],
  employeeId: string,
): SaleSettingsRefusal | null {
  const employee = choices.employees.find((one) => one.id === employeeId)
  if (!employee) return { kind: 'employee-gone' }
  const elsewhere = own.some((row) => row.externalId !== employee.shopId)
  if (employee.shopId === '0' || !elsewhere) return null
  const store = own.find((row) => row.externalId === employee.shopId)?.name ?? 'another shop'
  return { kind: 'employee-of-one-store', employee: employee.name, store }
}

function paymentWrong(
  choices: PosAccountChoices,
  paymentTypes: Record<string, string>,
): SaleSettingsRefusal | null {
  if (paymentTypes['*'] === undefined) return { kind: 'no-rest' }
  for (const [method, id] of Object.entries(paymentTypes))
    if (!choices.paymentTypes.some((type) => type.id === id)) return { kind: 'payment-type-gone', method }
  return null
}

function registerWrong(own: StoreRegisters[], chosen: Record<string, string>): SaleSettingsRefusal | null {
  const wrong = own
    .filter((store) => isMoved(store, chosen))
    .find((store) => !store.registers.some((one) => one.id === chosen[store.id] && !one.archived))
  return wrong ? { kind: 'register-gone', store: wrong.name } : null
}

/** What is wrong with a change and what to do, for the person who asked for it. */
export function saleSettingsRefusalSentence(refusal: SaleSettingsRefusal): string {
  switch (refusal.kind) {
    case 'not-permitted':
      return refusal.because
    case 'unknown-account':
      return 'There is no such account any more. Reload the page.'
    case 'changed-meanwhile':
      return 'Not saved: somebody else changed these settings meanwhile. What they changed is shown now, and what you changed is kept. Look it over, then save again.'
    case 'not-read-yet':
      return 'Not saved: employees and payment types have not been read from Lightspeed yet. Press Read again, and save once they are there.'
    case 'employee-gone':
      return 'Not saved: this employee may not sell in Lightspeed any more. Choose another one.'
    case 'employee-of-one-store':
      return `Not saved: ${refusal.employee} may work in ${refusal.store} only, and Lightspeed would refuse sales of the other stores. Choose somebody who may work in all of them.`
    case 'payment-type-gone':
      return `Not saved: the payment type chosen for ${refusal.method === '*' ? 'all others' : `“${refusal.method}”`} is not in Lightspeed any more. Choose another one.`
    case 'no-rest':
      return 'Not saved: choose a payment type for all others, which a method that nobody has named yet is booked as.'
    case 'register-gone':
      return `Not saved: the register chosen for ${refusal.store} is not in Lightspeed any more. Choose another one.`
  }
  return unreachable(refusal)
}
