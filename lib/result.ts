/** A decision that may say no: the value, or a refusal the caller has to look at. Faults are thrown instead. */
export type Result<T, Refusal> = { ok: true; value: T } | { ok: false; refusal: Refusal }

export const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value })
export const refuse = <R>(refusal: R): { ok: false; refusal: R } => ({ ok: false, refusal })

/** Thrown when the code itself is wrong; nobody is expected to catch it below the job loop or the action. */
export class Bug extends Error {
  override name = 'Bug'
}

/** States what must hold here; a false one is our bug, never the user's input. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Bug(message)
}

/** The value, or a bug if it is missing: for places where the type cannot say that it is always there. */
export function present<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Bug(`missing: ${what}`)
  return value
}

/** Closes a switch over a union: adding a member without a case fails to compile. */
export function unreachable(value: never): never {
  throw new Bug(`unreachable: ${JSON.stringify(value)}`)
}
