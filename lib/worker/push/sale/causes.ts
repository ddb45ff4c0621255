import type { PosEmployee, PosItem, PosPaymentType, PosShop } from '@/lib/lightspeed/types'

/** What a refused sale stood on, by Lightspeed's ids. */
export interface SaleNeeds {
  storeName: string
  shopId: string
  registerId: string
  employeeId: string
  paymentTypeId: string
  items: { id: string; title: string }[]
}

/** The same things as Lightspeed has them now; null: they could not be read. */
export interface Found {
  shops: PosShop[] | null
  employees: PosEmployee[] | null
  paymentTypes: PosPaymentType[] | null
  items: PosItem[] | null
}

/**
 * What is wrong in Lightspeed with what a sale needs, each with what to do. Lightspeed's own message is not taken for
 * it: nobody outside knows its words. `message` only decides whether a closed register, which Lightspeed may well
 * accept, is the cause when something else is wrong too.
 */
export function causesOf(needs: SaleNeeds, found: Found, message: string): string[] {
  const certain = [
    ...(found.shops ? placeCauses(needs, found.shops) : []),
    ...(found.employees ? employeeCauses(needs, found.employees) : []),
    ...(found.items ? itemCauses(needs, found.items) : []),
    ...(found.paymentTypes ? paymentCauses(needs, found.paymentTypes) : []),
  ]
  const closed = closedRegister(needs, found.shops ?? [])
  return closed && (certain.length === 0 || /register/i.test(message)) ? [closed, ...certain] : certain
}

const ELSEWHERE = 'push again, or push to another store.'
/** Where people choose what a sale is written with. */
export const SETTINGS_PAGE = 'under Lightspeed, How sales are written'

function placeCauses({ storeName, shopId, registerId }: SaleNeeds, shops: PosShop[]): string[] {
  const shop = shops.find((one) => one.id === shopId)
  if (!shop || shop.archived)
    return [`The shop ${storeName} is ${shop ? 'archived' : 'gone'} in Lightspeed. Push to another store.`]
  const home = shops.find((one) => one.registers.some((register) => register.id === registerId))
  const register = home?.registers.find((one) => one.id === registerId)
  if (!home || !register)
    return [
      `The register that sales of ${storeName} are booked on is gone from Lightspeed. Press Read again ${SETTINGS_PAGE}, and another one of the store is taken; then ${ELSEWHERE}`,
    ]
  if (home.id !== shopId)
    return [
      `The register “${register.name}”, on which sales of ${storeName} are booked, belongs to ${home.name} in Lightspeed. Press Read again ${SETTINGS_PAGE}, and a register of ${storeName} is taken; then ${ELSEWHERE}`,
    ]
  return register.archived
    ? [
        `The register “${register.name}” of ${storeName} is archived in Lightspeed. Take it out of the archive there, or choose another one ${SETTINGS_PAGE}; then ${ELSEWHERE}`,
      ]
    : []
}

function closedRegister({ storeName, shopId, registerId }: SaleNeeds, shops: PosShop[]): string | null {
  const register = shops
    .find((shop) => shop.id === shopId)
    ?.registers.find((one) => one.id === registerId && !one.archived)
  return register && !register.open
    ? `The register “${register.name}” of ${storeName} is closed. Open it in Lightspeed, then ${ELSEWHERE}`
    : null
}

function employeeCauses({ storeName, shopId, employeeId }: SaleNeeds, employees: PosEmployee[]): string[] {
  const employee = employees.find((one) => one.id === employeeId)
  if (!employee || employee.archived)
    return [
      `The employee that online sales are booked under is gone from Lightspeed. Choose another one ${SETTINGS_PAGE}, then push again.`,
    ]
  if (employee.lockedOut)
    return [
      `${employee.name}, the employee that online sales are booked under, is locked in Lightspeed. Unlock them there, or choose another one ${SETTINGS_PAGE}; then push again.`,
    ]
  return employee.limitToShopId === '0' || employee.limitToShopId === shopId
    ? []
    : [
        `${employee.name}, the employee that online sales are booked under, may not sell in ${storeName}. Allow it in Lightspeed, or choose another one ${SETTINGS_PAGE}; then ${ELSEWHERE}`,
      ]
}

function itemCauses({ items }: SaleNeeds, found: PosItem[]): string[] {
  return items.flatMap(({ id, title }) => {
    const item = found.find((one) => one.id === id)
    if (!item)
      return [
        `“${title}” is gone from Lightspeed, so it cannot be sold. Make it there again, then push again.`,
      ]
    return item.archived
      ? [`“${title}” is archived in Lightspeed. Take it out of the archive there, then push again.`]
      : []
  })
}

function paymentCauses({ paymentTypeId }: SaleNeeds, types: PosPaymentType[]): string[] {
  const type = types.find((one) => one.id === paymentTypeId)
  if (type && !type.archived) return []
  const name = type ? `The payment type “${type.name}”` : 'The payment type'
  return [
    `${name} that online orders are paid with is ${type ? 'archived in' : 'gone from'} Lightspeed. Choose another one ${SETTINGS_PAGE}, then push again.`,
  ]
}
