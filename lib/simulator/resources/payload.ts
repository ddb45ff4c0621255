/** Reading what clients send: JSON whose scalars may be text, numbers or booleans, and whose lists have three forms. */
export type Payload = Record<string, unknown>

export const isPayload = (value: unknown): value is Payload =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A scalar as text: "" when it was sent empty or null (that clears it), undefined when it was left out. */
export function sent(body: Payload, name: string): string | undefined {
  const value = body[name]
  if (value === undefined) return undefined
  return value === null || typeof value === 'object' ? '' : String(value)
}

export function sentFlag(body: Payload, name: string): boolean | undefined {
  const text = sent(body, name)
  return text === undefined ? undefined : text === 'true' || text === '1'
}

export const nested = (body: Payload, name: string): Payload | null => {
  const value = body[name]
  return isPayload(value) ? value : null
}

/** Rows of a nested list: `{X:{…}}`, `{X:[…]}` and `[{X:{…}}]` are taken as recorded, and `[{…}]` as Transfer has it. */
export function sentRows(body: Payload, container: string, name: string): Payload[] {
  return [body[container]].flat().flatMap((one) => {
    if (!isPayload(one)) return []
    return name in one ? [one[name]].flat().filter(isPayload) : [one]
  })
}
