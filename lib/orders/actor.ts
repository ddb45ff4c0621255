/** Who did something: a person with a name, the system itself, or the channel the order came from. */
export type Actor =
  { kind: 'person'; id: string; name: string } | { kind: 'system' } | { kind: 'channel'; name: string }

export const SYSTEM: Actor = { kind: 'system' }
