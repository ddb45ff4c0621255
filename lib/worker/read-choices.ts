import type { Gateway } from '@/lib/lightspeed/types'
import type { PosAccountChoices } from '@/lib/pos-accounts/sale-settings'

/** Who may sell and what a payment may be booked as, in Lightspeed now (2 units). */
export async function readChoices(
  gateway: Pick<Gateway, 'listEmployees' | 'listPaymentTypes'>,
): Promise<PosAccountChoices> {
  const employees = await gateway.listEmployees()
  const paymentTypes = await gateway.listPaymentTypes()
  return {
    employees: employees
      .filter((one) => !one.lockedOut && !one.archived)
      .map(({ id, name, limitToShopId }) => ({ id, name, shopId: limitToShopId })),
    paymentTypes: paymentTypes.filter((type) => !type.archived).map(({ id, name }) => ({ id, name })),
  }
}
