import { unpaced } from '@/lib/lightspeed/pace'
import { createRSeriesGateway } from '@/lib/lightspeed/r-series/connect'
import type { PosShop } from '@/lib/lightspeed/types'
import type { PosAccountConnected, TokenPair } from '@/lib/pos-accounts/account'
import type { PosAccountChoices } from '@/lib/pos-accounts/sale-settings'
import { readChoices } from '../read-choices'
import type { Workshop } from '../registry'

export interface AccountRead {
  name: string
  settings: PosAccountConnected['settings']
  choices: PosAccountChoices
  shops: PosShop[]
}

/**
 * Reads what a fresh connection opens: account, shops with their registers, employees and payment types. The token is
 * seconds old, so a 401 is an answer, not a reason to refresh. `unfit`: a sentence about what the account lacks.
 */
export async function readAccount(
  { settings, waits }: Workshop,
  asked: { externalId: string; currency: string; tokens: TokenPair },
): Promise<AccountRead | { unfit: string }> {
  const token = () => Promise.resolve(asked.tokens.accessToken)
  const gateway = createRSeriesGateway({
    apiUrl: settings.LIGHTSPEED_API_URL,
    accountId: asked.externalId,
    currency: asked.currency,
    token: { current: token, refreshAfter401: token },
    deadlineMs: waits.callDeadlineMs,
    pace: unpaced,
    clockSpeed: 1,
    onCall: () => undefined,
    now: () => Date.now(),
  })
  const account = await gateway.readAccount()
  const shops = await gateway.listShops()
  const choices = await readChoices(gateway)
  // One who may sell everywhere, if there is one.
  const employee = choices.employees.find((one) => one.shopId === '0') ?? choices.employees[0]
  const paymentType = paymentTypeOf(choices.paymentTypes)
  if (shops.length === 0) return { unfit: 'This Lightspeed account has no shop.' }
  if (!employee) return { unfit: 'This Lightspeed account has no employee who may sell.' }
  if (!paymentType) return { unfit: 'This Lightspeed account has no payment type.' }
  return {
    name: account.name,
    shops,
    choices,
    settings: {
      employeeId: employee.id,
      paymentTypes: { '*': paymentType.id },
      shippingItemId: null,
      roundingPerLineMinor: 1,
    },
  }
}

/** What online orders are booked as until somebody chooses: one that says so, else the last that was made. */
function paymentTypeOf(live: PosAccountChoices['paymentTypes']): { id: string } | undefined {
  return live.find((type) => /web|online|e-?com/i.test(type.name)) ?? live.at(-1)
}
