import { CHOICES, NUMBERS, type Settings } from '../assumed'

const isChoice = (name: string): name is keyof typeof CHOICES => name in CHOICES

/** Settings as somebody sent them: checked, or a sentence that says what is wrong. */
export function parseSettings(value: unknown): { settings: Partial<Settings> } | { wrong: string } {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { wrong: 'Settings are a JSON object.' }
  const settings: Record<string, unknown> = {}
  for (const [name, wanted] of Object.entries(value)) {
    const allowed: readonly string[] | null = isChoice(name) ? CHOICES[name] : null
    const good = allowed
      ? typeof wanted === 'string' && allowed.includes(wanted)
      : name in NUMBERS
        ? typeof wanted === 'number' && Number.isFinite(wanted) && wanted >= 0
        : name === 'rateLimit' && typeof wanted === 'boolean'
    if (!good)
      return {
        wrong: allowed
          ? `${name} is one of: ${allowed.join(', ')}.`
          : `There is no setting ${name} with the value ${JSON.stringify(wanted)}.`,
      }
    settings[name] = wanted
  }
  return { settings }
}
