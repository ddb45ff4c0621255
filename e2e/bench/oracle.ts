import loadHighs from 'highs'
import type { Instance } from './families'

/** What an instance reaches at best, by a solver that shares no line of code with the planner. */
export interface OracleAnswer {
  fulfilled: number
  stores: number
  divided: number
  /** Σ cost × scale − depth, as `scale` weighs them. */
  cost: number
  depth: number
  ms: number
}

type Highs = Awaited<ReturnType<typeof loadHighs>>

/** The objective level by level, each a mixed-integer program that keeps what the levels before it reached. */
export class Oracle {
  private constructor(private readonly highs: Highs) {}

  static async load(): Promise<Oracle> {
    return new Oracle(await loadHighs())
  }

  /** Null when a level took longer than the limit. */
  solve(instance: Instance, limitSeconds: number): OracleAnswer | null {
    const began = performance.now()
    const model = modelOf(instance)
    const reached: string[] = []
    const levels = [
      ['fulfilled', 'Maximize', model.units],
      ['stores', 'Minimize', model.uses],
      ['divided', 'Minimize', model.divisions],
      ['weight', 'Minimize', model.weights],
    ] as const
    const best: Record<string, number> = {}
    let columns: Record<string, { Primal?: number }> = {}
    for (const [name, direction, terms] of levels) {
      if (terms.length === 0) {
        best[name] = 0
        continue
      }
      const text = [
        direction,
        ` goal: ${terms.join(' ')}`,
        'Subject To',
        ...model.rows,
        ...reached,
        'Bounds',
        ...model.bounds,
        ...(model.generals.length > 0 ? ['Generals', ` ${model.generals.join(' ')}`] : []),
        'Binaries',
        ` ${model.binaries.join(' ')}`,
        'End',
      ].join('\n')
      const result = this.highs.solve(text, {
        output_flag: false,
        mip_rel_gap: 0,
        mip_abs_gap: 0.5,
        time_limit: limitSeconds,
      })
      if (result.Status !== 'Optimal') return null
      best[name] = Math.round(result.ObjectiveValue)
      columns = result.Columns as Record<string, { Primal?: number }>
      reached.push(` r_${name}: ${terms.join(' ')} ${direction === 'Maximize' ? '>=' : '<='} ${best[name]}`)
    }
    const used = model.stores.filter((_, index) => (columns[`y${index}`]?.Primal ?? 0) > 0.5)
    return {
      fulfilled: best['fulfilled'] ?? 0,
      stores: best['stores'] ?? 0,
      divided: best['divided'] ?? 0,
      cost: used.reduce((sum, store) => sum + store.cost, 0),
      depth: used.reduce((sum, store) => sum + store.depth, 0),
      ms: performance.now() - began,
    }
  }
}

const term = (factor: number, name: string) => `${factor < 0 ? '-' : '+'} ${Math.abs(factor)} ${name}`

function modelOf({ request, options }: Instance) {
  const cap = options.cap ?? 10
  const unitsOf = (store: string, item: string) =>
    Math.max(0, request.stores.find((one) => one.id === store)?.stock[item] ?? 0)
  const items = [...new Set(request.lines.map((line) => line.item))]
  const stores = request.stores
    .filter((store) => !store.excluded)
    .map(({ id, cost }) => ({
      id,
      cost,
      depth: items.reduce((sum, item) => {
        const wanted = request.lines
          .filter((line) => line.item === item)
          .reduce((n, line) => n + line.quantity, 0)
        return sum + Math.min(cap, Math.max(0, unitsOf(id, item) - wanted))
      }, 0),
    }))
  const scale = stores.reduce((sum, store) => sum + store.depth, 1)
  const model = {
    stores,
    units: [] as string[],
    uses: [] as string[],
    divisions: [] as string[],
    weights: [] as string[],
    rows: [] as string[],
    bounds: [] as string[],
    generals: [] as string[],
    binaries: [] as string[],
  }
  for (const [s, store] of stores.entries()) {
    model.uses.push(`+ y${s}`)
    model.binaries.push(`y${s}`)
    model.weights.push(term(store.cost * scale - store.depth, `y${s}`))
    for (const [i, item] of items.entries()) {
      const have = unitsOf(store.id, item)
      const takes = request.lines.flatMap((line, l) =>
        line.item === item && have > 0 ? [`+ x${l}_${s}`] : [],
      )
      if (takes.length > 0) model.rows.push(` c${i}_${s}: ${takes.join(' ')} - ${have} y${s} <= 0`)
    }
  }
  for (const [l, line] of request.lines.entries()) {
    const whole = (line.keepWhole ?? false) || !options.allowDivide
    const givers = stores.flatMap((store, s) => (unitsOf(store.id, line.item) > 0 ? [s] : []))
    if (givers.length === 0) continue
    for (const s of givers) {
      model.units.push(`+ x${l}_${s}`)
      model.generals.push(`x${l}_${s}`)
      model.binaries.push(`z${l}_${s}`)
      model.bounds.push(` 0 <= x${l}_${s} <= ${line.quantity}`)
      model.rows.push(` t${l}_${s}: x${l}_${s} - ${line.quantity} z${l}_${s} ${whole ? '=' : '<='} 0`)
    }
    model.rows.push(` q${l}: ${givers.map((s) => `+ x${l}_${s}`).join(' ')} <= ${line.quantity}`)
    model.divisions.push(`+ d${l}`)
    model.binaries.push(`d${l}`)
    model.rows.push(` d${l}_: ${givers.map((s) => `+ z${l}_${s}`).join(' ')} - ${givers.length} d${l} <= 1`)
  }
  if (options.maxStores) model.rows.push(` most: ${model.uses.join(' ')} <= ${options.maxStores}`)
  return model
}
