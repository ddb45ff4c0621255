/** Exact decimals as scaled whole numbers: Lightspeed's amounts must not touch floating point. */
const DIGITS = 20
const ONE = 10n ** BigInt(DIGITS)
const PATTERN = /^(-?)(\d*)(?:\.(\d*))?$/

/** "12.5", 3, "" or undefined (both 0) as a decimal; throws on anything that is no plain number. */
export function decimal(text: string | number | undefined): bigint {
  const match = PATTERN.exec(String(text ?? '0').trim() || '0')
  if (!match) throw new Error(`not a decimal number: ${String(text)}`)
  const [, sign, whole = '', fraction = ''] = match
  const value = BigInt((whole || '0') + fraction.slice(0, DIGITS).padEnd(DIGITS, '0'))
  return sign ? -value : value
}

export const isDecimal = (text: string): boolean => /\d/.test(text) && PATTERN.test(text.trim())
export const isWhole = (value: bigint): boolean => value % ONE === 0n

/** As short as it goes, as Lightspeed writes numbers: "0.5", "280", "-19.99". */
export function text(value: bigint): string {
  const digits = (value < 0n ? -value : value).toString().padStart(DIGITS + 1, '0')
  const fraction = digits.slice(-DIGITS).replace(/0+$/, '')
  const number = digits.slice(0, -DIGITS) + (fraction ? `.${fraction}` : '')
  return value < 0n ? `-${number}` : number
}

export const times = (a: bigint, b: bigint): bigint => (a * b) / ONE
/** The part of `amount` that is tax when the tax of this rate is inside it. */
export const taxInside = (amount: bigint, rate: bigint, rates: bigint): bigint =>
  (amount * rate) / (ONE + rates)

/** Half up in decimal, away from zero below it: 0.705 → 0.71 (recorded); -0.705 → -0.71 (assumed). */
export function cents(value: bigint): bigint {
  const unit = ONE / 100n
  const size = value < 0n ? -value : value
  const rounded = ((size + unit / 2n) / unit) * unit
  return value < 0n ? -rounded : rounded
}
