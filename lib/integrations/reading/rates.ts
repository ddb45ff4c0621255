const DIGITS = 10
/** No real rate needs more; a longer text is not read. */
const LONGEST_TEXT = 40

/** Decimal rates ("0.06", "0.0225", 6.5e-2) added exactly, as decimal text. What is no rate counts as none. */
export function addRates(rates: string[]): string {
  const sum = rates.reduce((total, rate) => total + scaled(rate), 0n)
  const digits = sum.toString().padStart(DIGITS + 1, '0')
  const fraction = digits.slice(-DIGITS).replace(/0+$/, '')
  return digits.slice(0, -DIGITS) + (fraction ? `.${fraction}` : '')
}

function scaled(rate: string): bigint {
  const text = rate.trim()
  if (text.length > LONGEST_TEXT) return 0n
  const match = /^(\d*)(?:\.(\d*))?$/.exec(text)
  if (match) return plain(match[1] ?? '', match[2] ?? '')
  // A tiny rate may come in scientific notation.
  const number = Number(text)
  if (!(number > 0 && number < 1)) return 0n
  const [whole = '', fraction = ''] = number.toFixed(DIGITS).split('.')
  return plain(whole, fraction)
}

const plain = (whole: string, fraction: string) =>
  BigInt((whole || '0') + fraction.slice(0, DIGITS).padEnd(DIGITS, '0'))
