const DIGITS = 10

/** Decimal rates ("0.06", "0.0225", 6.5e-2) added exactly, as decimal text. */
export function addRates(rates: string[]): string {
  const sum = rates.reduce((total, rate) => total + scaled(rate), 0n)
  const digits = sum.toString().padStart(DIGITS + 1, '0')
  const fraction = digits.slice(-DIGITS).replace(/0+$/, '')
  return digits.slice(0, -DIGITS) + (fraction ? `.${fraction}` : '')
}

function scaled(rate: string): bigint {
  const match = /^(\d*)(?:\.(\d*))?$/.exec(rate.trim())
  if (match) return BigInt((match[1] || '0') + (match[2] ?? '').slice(0, DIGITS).padEnd(DIGITS, '0'))
  // A tiny rate may come in scientific notation; a rate that is no number counts as none.
  const number = Number(rate)
  return Number.isFinite(number) && number > 0 ? scaled(number.toFixed(DIGITS)) : 0n
}
