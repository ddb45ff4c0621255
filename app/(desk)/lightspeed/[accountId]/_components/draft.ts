import type { SaleSettingsScreen } from '@/lib/orders/sale-settings/screen'
import type { SaleSettings } from '@/lib/pos-accounts/sale-settings'

/** What the person has made of the settings so far. */
export interface SaleSettingsDraft {
  settings: SaleSettings
  /** Store id → register id, of stores that have one. */
  registers: Record<string, string>
}

export const draftOf = ({
  settings,
  stores,
}: Pick<SaleSettingsScreen, 'settings' | 'stores'>): SaleSettingsDraft => ({
  settings,
  registers: Object.fromEntries(
    stores.flatMap(({ id, registerId }) => (registerId ? [[id, registerId]] : [])),
  ),
})

/**
 * The draft on what is stored now instead of what was stored before: what the person changed is kept, everything else
 * is as it is stored. So nobody undoes another one's change without having made it.
 */
export function rebase(
  draft: SaleSettingsDraft,
  before: SaleSettingsDraft,
  now: SaleSettingsDraft,
): SaleSettingsDraft {
  const own = <K extends keyof SaleSettings>(key: K): SaleSettings[K] =>
    draft.settings[key] === before.settings[key] ? now.settings[key] : draft.settings[key]
  return {
    settings: {
      employeeId: own('employeeId'),
      paymentTypes: rebaseEach(
        draft.settings.paymentTypes,
        before.settings.paymentTypes,
        now.settings.paymentTypes,
      ),
      makeTaxCategories: own('makeTaxCategories'),
      useInclusiveCategories: own('useInclusiveCategories'),
      roundingPerLineMinor: own('roundingPerLineMinor'),
    },
    registers: rebaseEach(draft.registers, before.registers, now.registers),
  }
}

type Ids = Record<string, string>

function rebaseEach(draft: Ids, before: Ids, now: Ids): Ids {
  const keys = [...new Set([...Object.keys(draft), ...Object.keys(now)])]
  return Object.fromEntries(
    keys.flatMap((key) => {
      const value = draft[key] === before[key] ? now[key] : draft[key]
      return value === undefined ? [] : [[key, value]]
    }),
  )
}

/** Whether two drafts say the same, in whatever order their methods and stores come. */
export function sameDraft(one: SaleSettingsDraft, other: SaleSettingsDraft): boolean {
  const { paymentTypes, ...plain } = one.settings
  const { paymentTypes: otherTypes, ...otherPlain } = other.settings
  return (
    sameEntries(plain, otherPlain) &&
    sameEntries(paymentTypes, otherTypes) &&
    sameEntries(one.registers, other.registers)
  )
}

function sameEntries(one: object, other: object): boolean {
  const entries = Object.entries(one)
  const others = new Map<string, unknown>(Object.entries(other))
  return entries.length === others.size && entries.every(([key, value]) => others.get(key) === value)
}
