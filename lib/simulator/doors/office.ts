import type { Change } from '../account/rows'
import type { State } from '../account/state'

/**
 * What people change in the back office: an item in or out of the archive, an employee locked or not, a register
 * closed or opened, a payment type deleted. The changes as the ledger tells them, or what is wrong with the asking.
 */
export function officeChanges(state: State, body: Record<string, unknown>): Change[] | { wrong: string } {
  const { sku, archived, employeeID, lockOut, registerID, open, paymentTypeID } = body
  if (sku !== undefined) {
    const item = [...state.items.values()].find((one) => one.customSku === sku)
    return item && typeof archived === 'boolean'
      ? [{ kind: 'item', item: { ...item, archived } }]
      : { wrong: 'An item is archived or not: its sku, and archived true or false.' }
  }
  if (employeeID !== undefined) {
    const employee = state.data.employees.find((one) => one.employeeID === employeeID)
    return employee && typeof lockOut === 'boolean'
      ? [{ kind: 'employee', employee: { ...employee, lockOut } }]
      : { wrong: 'An employee is locked or not: an employeeID, and lockOut true or false.' }
  }
  if (registerID !== undefined) {
    const register = state.registers.get(String(registerID))
    return register && typeof open === 'boolean'
      ? [{ kind: 'register', register: { ...register, open } }]
      : { wrong: 'A register is open or not: a registerID, and open true or false.' }
  }
  return state.data.paymentTypes.some((type) => type.paymentTypeID === paymentTypeID)
    ? [{ kind: 'payment-type-gone', paymentTypeID: String(paymentTypeID) }]
    : { wrong: 'Nothing to change: sku, employeeID, registerID or paymentTypeID of something there is.' }
}
