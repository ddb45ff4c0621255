import { seededRandom } from '../../lib/commands/test-orders/seeded-random'
import type { SplitOptions, SplitRequest } from '../../lib/routing/splitting/split-request'

/** One instance: what the planner is asked, and how hard it is meant to be. */
export interface Instance {
  id: string
  family: string
  request: SplitRequest
  options: SplitOptions
}

interface Draw {
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number
  chance(of: number): boolean
}

function drawing(seed: string): Draw {
  const random = seededRandom(seed)
  return {
    whole: (low, high) => low + Math.floor(random() * (high - low + 1)),
    chance: (of) => random() < of,
  }
}

type Row = [store: number, item: number, available: number]

function instance(
  family: string,
  seed: string,
  wanted: [item: number, quantity: number, keepWhole?: boolean][],
  costs: number[],
  rows: Row[],
  options: Partial<SplitOptions> = {},
): Instance {
  const stock: Record<string, number>[] = costs.map(() => ({}))
  for (const [store, item, available] of rows) (stock[store] ??= {})[`i${item}`] = available
  const named = (store: number) => `s${String(store).padStart(4, '0')}`
  return {
    id: `${family}-${seed}`,
    family,
    request: {
      lines: wanted.map(([item, quantity, keepWhole], index) => ({
        id: `l${String(index).padStart(3, '0')}`,
        item: `i${item}`,
        quantity,
        ...(keepWhole === undefined ? {} : { keepWhole }),
      })),
      stores: costs.map((cost, store) => ({ id: named(store), cost, stock: stock[store] ?? {} })),
    },
    options: { allowDivide: true, ...options },
  }
}

const range = (size: number) => Array.from({ length: size }, (_, index) => index)

/** Stock as shops have it: an item is in a store with this chance, mostly in small numbers; some lines want several. */
export function retail(seed: string, stores: number, lines: number, density: number, most = 6): Instance {
  const draw = drawing(`retail ${seed} ${stores} ${lines} ${density}`)
  const wanted = range(lines).map((item): [number, number] => [item, draw.chance(0.7) ? 1 : draw.whole(2, 4)])
  const rows = range(stores).flatMap((store) =>
    range(lines).flatMap((item): Row[] =>
      draw.chance(density) ? [[store, item, draw.chance(0.4) ? draw.whole(1, 2) : draw.whole(1, most)]] : [],
    ),
  )
  const costs = range(stores).map(() => draw.whole(0, 4_000_000))
  return instance('retail', `${stores}x${lines}@${density}-${seed}`, wanted, costs, rows)
}

/** One unit of everything: the textbook set cover. */
function setCover(seed: string): Instance {
  const draw = drawing(`set cover ${seed}`)
  const [stores, items] = [50, 40]
  const rows = range(stores).flatMap((store) =>
    range(items).flatMap((item): Row[] => (draw.chance(0.2) ? [[store, item, 1]] : [])),
  )
  return instance(
    'set-cover',
    seed,
    range(items).map((item) => [item, 1]),
    range(stores).map(() => draw.whole(1, 100)),
    rows,
  )
}

/** Quantities no store has alone: lines must be divided, and the question is how few. */
function dividedLines(seed: string): Instance {
  const draw = drawing(`divided ${seed}`)
  const [stores, items] = [draw.whole(15, 40), draw.whole(5, 12)]
  const rows = range(stores).flatMap((store) =>
    range(items).flatMap((item): Row[] => (draw.chance(0.6) ? [[store, item, draw.whole(1, 6)]] : [])),
  )
  return instance(
    'divided',
    seed,
    range(items).map((item) => [item, draw.whole(4, 12)]),
    range(stores).map(() => draw.whole(0, 30)),
    rows,
  )
}

/** Two items whose amounts must both add up exactly over some stores. */
function twoSums(seed: string): Instance {
  const draw = drawing(`two sums ${seed}`)
  const stores = draw.whole(14, 24)
  const amounts = range(stores).map(() => [draw.whole(1, 40), draw.whole(1, 40)] as const)
  const picked = range(stores).filter(() => draw.chance(0.3))
  const sum = (which: 0 | 1) =>
    Math.max(
      1,
      picked.reduce((total, store) => total + (amounts[store]?.[which] ?? 0), 0),
    )
  return instance(
    'two-sums',
    seed,
    [
      [0, sum(0)],
      [1, sum(1)],
    ],
    range(stores).map(() => draw.whole(0, 9)),
    amounts.flatMap(([a, b], store): Row[] => [
      [store, 0, a],
      [store, 1, b],
    ]),
  )
}

/** Steiner triples of order 9 or 15: every store is worth the same, so bounds by counting say nothing. */
function steiner(seed: string): Instance {
  const draw = drawing(`steiner ${seed}`)
  const triples = draw.chance(0.5) ? steinerTriples9() : steinerTriples15()
  const points = Math.max(...triples.flat()) + 1
  return instance(
    'steiner',
    seed,
    triples.map((_, item) => [item, 1]),
    range(points).map(() => draw.whole(1, 3)),
    triples.flatMap((triple, item) => triple.map((store): Row => [store, item, 1])),
  )
}

/** The affine plane of order 3: its twelve lines. */
function steinerTriples9(): number[][] {
  const triples: number[][] = []
  for (let a = 0; a < 9; a += 1)
    for (let b = a + 1; b < 9; b += 1) {
      const third = (x: number, y: number) => (6 - x - y) % 3
      const c = third(Math.floor(a / 3), Math.floor(b / 3)) * 3 + third(a % 3, b % 3)
      if (c > b) triples.push([a, b, c])
    }
  return triples
}

/** The projective space of dimension 3 over two elements: x, y and x xor y. */
function steinerTriples15(): number[][] {
  const triples: number[][] = []
  for (let a = 1; a < 16; a += 1)
    for (let b = a + 1; b < 16; b += 1) if ((a ^ b) > b) triples.push([a - 1, b - 1, (a ^ b) - 1])
  return triples
}

/** Many stores that are copies of one another. */
function identical(seed: string): Instance {
  const draw = drawing(`identical ${seed}`)
  const [kinds, items] = [6, 12]
  const has = range(kinds).map(() => range(items).map(() => (draw.chance(0.3) ? draw.whole(1, 3) : 0)))
  const stores = range(60).map(() => draw.whole(0, kinds - 1))
  return instance(
    'identical',
    seed,
    range(items).map((item) => [item, draw.whole(1, 5)]),
    stores.map(() => 7),
    stores.flatMap((kind, store) =>
      range(items).flatMap((item): Row[] =>
        has[kind]?.[item] ? [[store, item, has[kind]?.[item] ?? 0]] : [],
      ),
    ),
  )
}

/** The same item on two to five lines, some of which must stay whole. */
function sameItem(seed: string): Instance {
  const draw = drawing(`same item ${seed}`)
  const [stores, items] = [draw.whole(8, 30), draw.whole(2, 6)]
  const wanted = range(items).flatMap((item) =>
    range(draw.whole(2, 5)).map((): [number, number, boolean] => [item, draw.whole(1, 5), draw.chance(0.3)]),
  )
  const rows = range(stores).flatMap((store) =>
    range(items).flatMap((item): Row[] => (draw.chance(0.5) ? [[store, item, draw.whole(1, 8)]] : [])),
  )
  return instance(
    'same-item',
    seed,
    wanted,
    range(stores).map(() => draw.whole(0, 20)),
    rows,
  )
}

/** Items of which there are not enough: every store that has one of them is needed. */
function shortage(seed: string): Instance {
  const draw = drawing(`shortage ${seed}`)
  const [stores, items] = [40, 12]
  const rare = new Set(range(items).filter(() => draw.chance(0.4)))
  const rows = range(stores).flatMap((store) =>
    range(items).flatMap((item): Row[] =>
      draw.chance(rare.has(item) ? 0.08 : 0.4) ? [[store, item, draw.whole(1, 3)]] : [],
    ),
  )
  return instance(
    'shortage',
    seed,
    range(items).map((item) => [item, rare.has(item) ? 30 : draw.whole(1, 4)]),
    range(stores).map(() => draw.whole(0, 50)),
    rows,
  )
}

/** Costs that differ by a unit or not at all, so that the last levels of the objective decide. */
function nearTies(seed: string): Instance {
  const draw = drawing(`near ties ${seed}`)
  const [stores, items] = [60, 8]
  const rows = range(stores).flatMap((store) =>
    range(items).flatMap((item): Row[] => (draw.chance(0.35) ? [[store, item, draw.whole(1, 12)]] : [])),
  )
  return instance(
    'near-ties',
    seed,
    range(items).map((item) => [item, draw.whole(1, 2)]),
    range(stores).map(() => 1000 + draw.whole(0, 1)),
    rows,
  )
}

/** Lines that come whole from one store or not at all, and a limit of stores that may be too low. */
function limited(seed: string): Instance {
  const draw = drawing(`limited ${seed}`)
  const base = retail(`limited ${seed}`, draw.whole(10, 60), draw.whole(3, 15), draw.whole(1, 4) / 10)
  return {
    ...base,
    id: `limited-${seed}`,
    family: 'limited',
    options: { allowDivide: draw.chance(0.5), maxStores: draw.whole(1, 4) },
  }
}

/** Every family of hard instances by name; the seed makes one of it, always the same. */
export const FAMILIES: Record<string, (seed: string) => Instance> = {
  'set-cover': setCover,
  divided: dividedLines,
  'two-sums': twoSums,
  steiner,
  identical,
  'same-item': sameItem,
  shortage,
  'near-ties': nearTies,
  limited,
}
