/** The list with one entry taken out and put in again at another place; places past an end are that end. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const entry = list[from]
  if (entry === undefined) return [...list]
  const place = Math.max(0, Math.min(list.length - 1, to))
  const rest = list.toSpliced(from, 1)
  return rest.toSpliced(place, 0, entry)
}

/** Which place a pointer at `y` means, by the middles of the other rows as they lie: after all it has passed. */
export function placeAt(y: number, others: readonly { top: number; height: number }[]): number {
  return others.filter((row) => row.top + row.height / 2 < y).length
}
