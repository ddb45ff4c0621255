/** Money is whole minor units with the currency's own exponent; amounts never touch floating point. */
export interface Money {
  minor: number
  currency: string
}

// ISO 4217 (list one): every currency not named here has two decimals.
const NO_DECIMALS = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ')
const THREE_DECIMALS = 'BHD IQD JOD KWD LYD OMR TND'.split(' ')

/** Decimals of a currency: 0 for JPY, 2 for USD, 3 for KWD. */
export function exponentOf(currency: string): number {
  const code = currency.toUpperCase()
  return NO_DECIMALS.includes(code) ? 0 : THREE_DECIMALS.includes(code) ? 3 : 2
}

/**
 * A decimal text ("1299.5", "-0.070") in minor units. Digits past the currency's exponent must be zeros:
 * null if they are not, or if the text is no plain decimal number.
 */
export function parseMinor(text: string, currency: string): number | null {
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text.trim())
  if (!match) return null
  const [, sign, whole = '0', fraction = ''] = match
  const exponent = exponentOf(currency)
  if (/[1-9]/.test(fraction.slice(exponent))) return null
  const minor = Number(whole + fraction.slice(0, exponent).padEnd(exponent, '0'))
  if (!Number.isSafeInteger(minor)) return null
  return sign && minor !== 0 ? -minor : minor
}

/** Minor units as a plain decimal text, as Lightspeed and the channels write it: 1299 USD → "12.99". */
export function decimalText(minor: number, currency: string): string {
  const exponent = exponentOf(currency)
  const digits = String(Math.abs(minor)).padStart(exponent + 1, '0')
  const text = exponent === 0 ? digits : `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`
  return minor < 0 ? `-${text}` : text
}

/** For people: "$12.99", "¥1,300". */
export function formatMoney({ minor, currency }: Money, locale = 'en-US'): string {
  const exponent = exponentOf(currency)
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: exponent,
    maximumFractionDigits: exponent,
  }).format(Number(decimalText(minor, currency)))
}
