/** What the health door says of each part; "ok" is the good word. */
interface Health {
  checks: Record<string, string>
}

/**
 * The sentences for what does not answer, when that is nothing but services of the merchant's own, which this start
 * cannot bring up; null when all answers, or something of ours does not. `body` is the health door's answer.
 */
export function outsideOnly(
  body: string,
  own: { ownLightspeed: boolean; smtpUrl: string | null },
): string[] | null {
  const outside: Record<string, boolean> = { lightspeed: own.ownLightspeed, mail: own.smtpUrl !== null }
  const missing = Object.entries(readChecks(body)).filter(([, word]) => word !== 'ok')
  if (missing.length === 0 || missing.some(([name]) => !outside[name])) return null
  return missing.map(([name, word]) => `${name === 'mail' ? 'The mail server' : 'Lightspeed'} ${word}`)
}

function readChecks(body: string): Record<string, string> {
  try {
    return (JSON.parse(body) as Partial<Health>).checks ?? {}
  } catch {
    return {}
  }
}
