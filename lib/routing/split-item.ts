/**
 * One item over a given set of stores: how many units of its lines can be served, and how few of those lines have
 * to be divided. Exact; lines of the same item share the stores' pools.
 */
export interface ItemLine {
  /** Index of the line in the request. */
  line: number
  quantity: number
  keepWhole: boolean
}

export interface ItemFill {
  units: number
  divided: number
  /** Units by [line index in `lines`][store index in `capacities`]. */
  taken: number[][]
}

/** Best fill of `lines` from stores with these capacities (each ≥ 0). */
export function fillItem(lines: ItemLine[], capacities: number[]): ItemFill {
  const [only] = lines
  return lines.length === 1 && only ? fillOne(only, capacities) : fillMany(lines, capacities)
}

/** The common case: the item stands on one line only. */
function fillOne(line: ItemLine, capacities: number[]): ItemFill {
  const whole = capacities.findIndex((capacity) => capacity >= line.quantity)
  if (whole >= 0)
    return {
      units: line.quantity,
      divided: 0,
      taken: [capacities.map((_, i) => (i === whole ? line.quantity : 0))],
    }
  if (line.keepWhole) return { units: 0, divided: 0, taken: [capacities.map(() => 0)] }
  let left = line.quantity
  const row = capacities.map((capacity) => {
    const take = Math.min(capacity, left)
    left -= take
    return take
  })
  return {
    units: line.quantity - left,
    divided: row.filter((take) => take > 0).length > 1 ? 1 : 0,
    taken: [row],
  }
}

/** A line is given to one store, or (-1) left to take what remains anywhere, or (-2) left out. */
type Choice = number

function fillMany(lines: ItemLine[], capacities: number[]): ItemFill {
  let best: ItemFill | null = null
  const choices: Choice[] = []
  const wanted = lines.reduce((sum, line) => sum + line.quantity, 0)
  const total = capacities.reduce((sum, capacity) => sum + capacity, 0)
  const ceiling = Math.min(wanted, total)
  const walk = (index: number): boolean => {
    const line = lines[index]
    if (!line) {
      const fill = settle(lines, capacities, choices)
      if (
        fill &&
        (!best || fill.units > best.units || (fill.units === best.units && fill.divided < best.divided))
      )
        best = fill
      return best !== null && best.units === ceiling && best.divided === 0
    }
    const options = [...capacities.keys(), line.keepWhole ? -2 : -1]
    return options.some((choice) => {
      choices[index] = choice
      return walk(index + 1)
    })
  }
  walk(0)
  return best ?? { units: 0, divided: 0, taken: lines.map(() => capacities.map(() => 0)) }
}

/** What comes of one set of choices; null when a line that must stay whole does not fit. */
function settle(lines: ItemLine[], capacities: number[], choices: Choice[]): ItemFill | null {
  const left = [...capacities]
  const taken = lines.map(() => capacities.map(() => 0))
  const give = (line: number, store: number, units: number) => {
    const row = taken[line]
    if (!row) return
    row[store] = (row[store] ?? 0) + units
    left[store] = (left[store] ?? 0) - units
  }
  for (const [index, line] of lines.entries()) {
    const store = choices[index] ?? -2
    if (store < 0 || !line.keepWhole) continue
    if ((left[store] ?? 0) < line.quantity) return null
    give(index, store, line.quantity)
  }
  for (const [index, line] of lines.entries()) {
    const store = choices[index] ?? -2
    if (store >= 0 && !line.keepWhole) give(index, store, Math.min(left[store] ?? 0, line.quantity))
  }
  for (const [index, line] of lines.entries()) {
    if (choices[index] !== -1) continue
    let open = line.quantity
    for (const store of capacities.keys()) {
      const units = Math.min(left[store] ?? 0, open)
      open -= units
      if (units > 0) give(index, store, units)
    }
  }
  return {
    units: taken.flat().reduce((sum, units) => sum + units, 0),
    divided: taken.filter((row) => row.filter((units) => units > 0).length > 1).length,
    taken,
  }
}
