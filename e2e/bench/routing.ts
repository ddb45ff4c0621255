import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { planLine } from '../../lib/commands/plan/plan-line'
import { FAMILIES, retail, type Instance } from './families'
import { RULES, type Rule } from './greedy-rules'
import { Oracle, type OracleAnswer } from './oracle'
import { drawRouting } from './routing-plot'

/** Sizes and densities of the bars: up to 100 stores and 30 lines, 10 to 90 % of the items in each store. */
const SIZES = [
  [12, 4],
  [12, 10],
  [40, 12],
  [100, 10],
  [100, 30],
] as const
const DENSITIES = [0.1, 0.3, 0.5, 0.7, 0.9]
/** The solver is given up on after so long; such instances are counted, and compared by nobody. */
const ORACLE_SECONDS = 20

interface Planned {
  objective: { fulfilled: number; stores: number; divided: number; cost: number }
  proof: { optimal: boolean; stores: number }
  ms: number
}

export interface GroupResult {
  group: string
  instances: number
  proven: number
  /** Milliseconds to read a request, plan it and write the answer. */
  ms: { median: number; p99: number; max: number }
  /** Against the solver: how many were compared, how many differ, and its time through ours. */
  oracle: {
    compared: number
    worse: number
    falseProofs: number
    ratioMedian: number | null
    ratioP10: number | null
  }
  /** Share of orders for which a rule needs more sales than the plan, and how many more on average. */
  rules: { name: string; whose: string; worseShare: number; extraSales: number }[]
}

export interface RoutingResult {
  seed: string
  instancesPerGroup: number
  groups: GroupResult[]
  /** Over all instances of up to 100 stores and 30 lines. */
  retail: { ms: GroupResult['ms']; proven: number; instances: number }
  /** Over all instances that the solver answered. */
  oracle: { compared: number; ratioMedian: number | null; ratioP10: number | null }
}

const quantile = (sorted: number[], q: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN

const round = (n: number, digits = 3) => Number(n.toFixed(digits))

const summary = (times: number[]) => {
  const sorted = times.toSorted((a, b) => a - b)
  return {
    median: round(quantile(sorted, 0.5)),
    p99: round(quantile(sorted, 0.99)),
    max: round(quantile(sorted, 1)),
  }
}

/** The request as `npm run plan` reads it. */
const lineOf = ({ id, request, options }: Instance): string =>
  JSON.stringify({
    id,
    lines: request.lines.map(({ item, quantity, keepWhole }) => ({ item, quantity, keepWhole })),
    stores: request.stores,
    ...options,
  })

function planned(line: string): Planned {
  const answer = JSON.parse(planLine(line)) as Planned & { error?: string }
  if (answer.error !== undefined) throw new Error(answer.error)
  return answer
}

/** The middle time of three: what another process took from this one is not the planner's. */
function timed(line: string): { plan: Planned; ms: number } {
  const times: number[] = []
  for (let run = 0; run < 2; run += 1) {
    const began = performance.now()
    planned(line)
    times.push(performance.now() - began)
  }
  const began = performance.now()
  const plan = planned(line)
  times.push(performance.now() - began)
  return {
    plan,
    ms: quantile(
      times.toSorted((a, b) => a - b),
      0.5,
    ),
  }
}

interface Measured {
  result: GroupResult
  times: number[]
  ratios: number[]
}

/** The planner and, for the first `asked`, the solver on the same instances, one after the other in the same run. */
function measure(group: string, instances: Instance[], oracle: Oracle, asked: number): Measured {
  const lines = instances.map(lineOf)
  const plans = instances.map((instance, index) => {
    const { plan, ms } = timed(lines[index] ?? '')
    return { instance, plan, ms, best: index < asked ? oracle.solve(instance, ORACLE_SECONDS) : null }
  })
  const times = plans.map(({ ms }) => ms)
  const result = {
    group,
    instances: instances.length,
    proven: plans.filter(({ plan }) => plan.proof.optimal).length,
    ms: summary(times),
    oracle: againstOracle(plans),
    rules: RULES.map((rule) => againstRule(rule, plans)),
  }
  return { result, times, ratios: ratiosOf(plans) }
}

interface Compared {
  instance: Instance
  plan: Planned
  ms: number
  best: OracleAnswer | null
}

function againstOracle(plans: Compared[]): GroupResult['oracle'] {
  const compared = plans.flatMap(({ plan, ms, best }) => (best ? [{ plan, ms, best }] : []))
  const worse = compared.filter(({ plan, best }) => isWorse(plan, best))
  const ratios = ratiosOf(plans)
  return {
    compared: compared.length,
    worse: worse.length,
    falseProofs: worse.filter(({ plan }) => plan.proof.optimal).length,
    ...ratioSummary(ratios),
  }
}

/** The solver's time through ours, instance by instance. */
const ratiosOf = (plans: Compared[]): number[] =>
  plans.flatMap(({ ms, best }) => (best ? [best.ms / ms] : []))

function ratioSummary(ratios: number[]): { ratioMedian: number | null; ratioP10: number | null } {
  const sorted = ratios.toSorted((a, b) => a - b)
  const at = (q: number) => (sorted.length > 0 ? round(quantile(sorted, q), 1) : null)
  return { ratioMedian: at(0.5), ratioP10: at(0.1) }
}

/** Orders with a limit or with lines kept whole are none that these rules know. */
function againstRule(rule: Rule, plans: Compared[]): GroupResult['rules'][number] {
  const extras = plans
    .filter(
      ({ instance: { options, request } }) =>
        !options.maxStores && options.allowDivide && !request.lines.some((line) => line.keepWhole),
    )
    .map(({ instance, plan }) => rule.stores(instance.request).length - plan.objective.stores)
  const more = extras.filter((extra) => extra > 0)
  const share = (n: number) => (extras.length > 0 ? round(n / extras.length) : 0)
  return {
    name: rule.name,
    whose: rule.whose,
    worseShare: share(more.length),
    extraSales: share(more.reduce((sum, extra) => sum + extra, 0)),
  }
}

function isWorse({ objective }: Planned, best: OracleAnswer): boolean {
  const levels = [
    best.fulfilled - objective.fulfilled,
    objective.stores - best.stores,
    objective.divided - best.divided,
    objective.cost - best.cost,
  ]
  return (levels.find((difference) => difference !== 0) ?? 0) > 0
}

/** Orders of other seeds through every path first: the figures are those of a process that has been running. */
function warmUp(): void {
  for (const seed of Array.from({ length: 12 }, (_, index) => `warm.${index}`)) {
    for (const [stores, lines] of SIZES)
      for (const density of DENSITIES) planned(lineOf(retail(seed, stores, lines, density)))
    for (const make of Object.values(FAMILIES)) planned(lineOf(make(seed)))
  }
}

/** `npm run bench -- routing [--instances 40] [--oracle 10] [--seed 1]`: JSON to the output, JSON and SVG to a folder. */
export async function benchRouting(options: {
  instances: number
  oracle: number
  seed: string
  folder: string
}): Promise<void> {
  const oracle = await Oracle.load()
  warmUp()
  const seeds = Array.from({ length: options.instances }, (_, index) => `${options.seed}.${index}`)
  const groups: GroupResult[] = []
  const all: { times: number[]; proven: number } = { times: [], proven: 0 }
  const ratios: number[] = []
  const say = ({ result, ratios: own }: Measured) => {
    groups.push(result)
    ratios.push(...own)
    const { group, ms, oracle: against } = result
    process.stderr.write(
      `${group.padEnd(18)} median ${ms.median} ms, p99 ${ms.p99}, max ${ms.max}; HiGHS ÷ ours ${against.ratioMedian ?? '–'} (p10 ${against.ratioP10 ?? '–'}), worse ${against.worse} of ${against.compared}\n`,
    )
  }
  for (const [stores, lines] of SIZES)
    for (const density of DENSITIES) {
      const instances = seeds.map((seed) => retail(seed, stores, lines, density))
      // The solver needs minutes for the largest; they are compared where it answers.
      const measured = measure(
        `${stores}×${lines} ${density * 100} %`,
        instances,
        oracle,
        stores * lines > 1200 ? Math.min(2, options.oracle) : options.oracle,
      )
      all.times.push(...measured.times)
      all.proven += measured.result.proven
      say(measured)
    }
  for (const density of [0.1, 0.5])
    say(
      measure(
        `1000×10 ${density * 100} %`,
        seeds.map((seed) => retail(seed, 1000, 10, density)),
        oracle,
        0,
      ),
    )
  for (const [family, make] of Object.entries(FAMILIES))
    say(measure(family, seeds.map(make), oracle, options.oracle))
  const result: RoutingResult = {
    seed: options.seed,
    instancesPerGroup: options.instances,
    groups,
    retail: { ms: summary(all.times), proven: all.proven, instances: all.times.length },
    oracle: { compared: ratios.length, ...ratioSummary(ratios) },
  }
  mkdirSync(options.folder, { recursive: true })
  writeFileSync(join(options.folder, 'routing.json'), `${JSON.stringify(result, null, 2)}\n`)
  writeFileSync(join(options.folder, 'routing.svg'), drawRouting(result))
  process.stdout.write(`${JSON.stringify(result)}\n`)
}
