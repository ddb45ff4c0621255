import { and, eq } from 'drizzle-orm'
import type { MerchantTx } from '@/lib/db/with-merchant'
import { posAccounts, type PosAccountChoices, type PosAccountSettings, type PosAccountState } from './tables'

export type { PosAccountChoices } from './tables'

/** How one account's sales are written, as people set it. */
export interface SaleSettings {
  employeeId: string
  /** Channel payment method → Lightspeed payment type id; `*` is the rest and is always there. */
  paymentTypes: Record<string, string>
  makeTaxCategories: boolean
  useInclusiveCategories: boolean
  /** Most a visible rounding line may be, minor units per line of the part; 0: no such line. */
  roundingPerLineMinor: number
}

export interface SaleSettingsKept {
  posAccountId: string
  name: string
  currency: string
  state: PosAccountState
  settings: SaleSettings
  version: number
  /** Null: not read from Lightspeed yet. */
  choices: PosAccountChoices | null
}

export const SALE_SETTINGS_CHANGED = 'sale-settings-changed'

const asSet = (settings: PosAccountSettings): SaleSettings => ({
  employeeId: settings.employeeId,
  paymentTypes: settings.paymentTypes,
  makeTaxCategories: settings.makeTaxCategories ?? false,
  useInclusiveCategories: settings.useInclusiveCategories ?? true,
  roundingPerLineMinor: settings.roundingPerLineMinor,
})

const rowOf = ({ merchantId }: MerchantTx, id: string) =>
  and(eq(posAccounts.merchantId, merchantId), eq(posAccounts.id, id))

/** The settings of an account with what there is to choose from; locked until the transaction ends if asked. */
export async function readSettings(
  scope: MerchantTx,
  posAccountId: string,
  lock: 'locked' | 'free',
): Promise<SaleSettingsKept | null> {
  const query = scope.tx.select().from(posAccounts).where(rowOf(scope, posAccountId))
  const [row] = await (lock === 'locked' ? query.for('no key update') : query)
  if (!row) return null
  const { name, currency, state, settings, settingsVersion: version, choices } = row
  return { posAccountId, name, currency, state, settings: asSet(settings), version, choices }
}

/** Keeps what people set as the next version; what they cannot set here stays. */
export async function writeSettings(
  scope: MerchantTx,
  posAccountId: string,
  { settings, version }: { settings: SaleSettings; version: number },
): Promise<void> {
  const where = rowOf(scope, posAccountId)
  const [row] = await scope.tx.select({ kept: posAccounts.settings }).from(posAccounts).where(where)
  if (!row) throw new Error(`No Lightspeed account ${posAccountId}.`)
  await scope.tx
    .update(posAccounts)
    .set({ settings: { ...row.kept, ...settings }, settingsVersion: version })
    .where(where)
}
