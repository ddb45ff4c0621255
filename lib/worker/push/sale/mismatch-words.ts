import type { MoneyMismatch } from '@/lib/lightspeed/sale/balance'
import { exponentOf, formatMoney } from '@/lib/money'
import { SETTINGS_PAGE } from './causes'

/** Why no sale balances: both sums, and what to do about it. */
export function mismatchSentence(mismatch: MoneyMismatch, currency: string, storeName: string): string {
  const { wantedMinor, reachedHundredths, why } = mismatch
  const part = `the part for ${storeName} comes to ${formatMoney({ minor: wantedMinor, currency })}`
  const sale = hundredthsText(reachedHundredths ?? nearestHundredths(wantedMinor, currency), currency)
  switch (why) {
    case 'off':
      return `${part}, Lightspeed would make ${sale} of it, and a rounding line may not be that large. Compare the tax of the order with the tax category in Lightspeed, or allow more ${SETTINGS_PAGE}; then push again.`
    case 'no-category':
      return `${part} with tax at ${ratesText(mismatch.rates)}, and no tax category in Lightspeed taxes it so; without tax Lightspeed would make ${sale} of it. Make such a tax category in Lightspeed${mismatch.makeRate === null ? ',' : `, or allow that it is made ${SETTINGS_PAGE};`} then push again.`
    case 'decimals':
      return `${part}, and Lightspeed, which counts in hundredths, would make ${sale} of it. Such an order has to be booked by hand in Lightspeed, and voided here.`
  }
}

/** The open sale came out at another total than predicted. */
export const altered = (
  wantedMinor: number,
  madeMinor: number,
  currency: string,
  storeName: string,
): string => {
  const text = (minor: number) => formatMoney({ minor, currency })
  return `the part for ${storeName} comes to ${text(wantedMinor)}, Lightspeed made ${text(madeMinor)} of it, so its sale was not completed. A discount of the customer or a tax rule in Lightspeed may be the cause.`
}

function nearestHundredths(minor: number, currency: string): number {
  return Math.round((minor * 100) / 10 ** exponentOf(currency))
}

/** Whole hundredths of any currency, with two decimals: 135740 JPY is "¥1,357.40". */
function hundredthsText(hundredths: number, currency: string): string {
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2 }
  return new Intl.NumberFormat('en-US', { style: 'currency', currency, ...digits }).format(hundredths / 100)
}

/** "8.25%", "8.25% and 4%"; a rate the channel does not state is not made up. */
function ratesText(rates: string[]): string {
  const known = rates.filter((rate) => Number(rate) !== 0).map(percent)
  if (known.length === 0) return 'a rate the shop does not state'
  return known.length === 1 ? (known[0] ?? '') : `${known.slice(0, -1).join(', ')} and ${known.at(-1)}`
}

const percent = (rate: string) => `${(Number(rate) * 100).toFixed(4).replace(/\.?0+$/, '')}%`
