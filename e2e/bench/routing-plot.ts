import type { GroupResult, RoutingResult } from './routing'

const COLOURS = ['#4c6fb1', '#b5651d', '#3c8d5a', '#8e5aa8']
const SIZE = { width: 1000, left: 150, right: 30, row: 22, bar: 4.5 }

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** Two pictures in one file: how often each rule needs more sales than the plan, and how long planning takes. */
export function drawRouting(result: RoutingResult): string {
  const { groups } = result
  const rules = groups[0]?.rules ?? []
  const top = 70 + rules.length * 18
  const half = top + groups.length * SIZE.row + 60
  const height = half + 40 + groups.length * SIZE.row + 50
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${height}" font-family="system-ui, sans-serif" font-size="12" role="img" aria-labelledby="title what">`,
    '<title id="title">Order splitting: sales more than needed, and time to plan</title>',
    `<desc id="what">${escape(inWords(result))}</desc>`,
    `<rect width="${SIZE.width}" height="${height}" fill="#fff"/>`,
    `<text x="20" y="28" font-size="16" font-weight="600">Orders for which a rule makes more sales than needed</text>`,
    ...rules.map(
      ({ name, whose }, index) =>
        `<rect x="20" y="${44 + index * 18}" width="12" height="12" fill="${COLOURS[index]}"/><text x="40" y="${54 + index * 18}">${escape(name)} (${escape(whose)})</text>`,
    ),
    ...groups.flatMap((group, index) => sharesOf(group, top + index * SIZE.row)),
    `<text x="20" y="${half}" font-size="16" font-weight="600">Milliseconds to plan: median (dot) to slowest (line), logarithmic</text>`,
    ...ticks(half + 20, half + 30 + groups.length * SIZE.row),
    ...groups.flatMap((group, index) => timesOf(group, half + 40 + index * SIZE.row)),
    '</svg>',
    '',
  ].join('\n')
}

const wide = SIZE.width - SIZE.left - SIZE.right

function sharesOf({ group, rules }: GroupResult, y: number): string[] {
  return [
    `<text x="${SIZE.left - 10}" y="${y + 13}" text-anchor="end">${escape(group)}</text>`,
    ...rules.map(
      ({ worseShare }, index) =>
        `<rect x="${SIZE.left}" y="${y + index * SIZE.bar}" width="${Math.max(1, worseShare * wide).toFixed(1)}" height="${SIZE.bar - 0.5}" fill="${COLOURS[index]}"><title>${Math.round(worseShare * 100)} %</title></rect>`,
    ),
  ]
}

/** 0.01 ms to 1000 ms, a decade each. */
const placeOf = (ms: number) => SIZE.left + ((Math.log10(Math.max(0.01, ms)) + 2) / 5) * wide

function ticks(from: number, to: number): string[] {
  return [0.01, 0.1, 1, 10, 100, 1000].map(
    (ms) =>
      `<line x1="${placeOf(ms)}" x2="${placeOf(ms)}" y1="${from}" y2="${to}" stroke="#ddd"/><text x="${placeOf(ms)}" y="${from - 4}" text-anchor="middle" fill="#555">${ms}</text>`,
  )
}

function timesOf({ group, ms }: GroupResult, y: number): string[] {
  return [
    `<text x="${SIZE.left - 10}" y="${y + 4}" text-anchor="end">${escape(group)}</text>`,
    `<line x1="${placeOf(ms.median)}" x2="${placeOf(ms.max)}" y1="${y}" y2="${y}" stroke="#4c6fb1" stroke-width="2"/>`,
    `<circle cx="${placeOf(ms.median)}" cy="${y}" r="4" fill="#4c6fb1"/>`,
  ]
}

function inWords({ retail }: RoutingResult): string {
  return `Over ${retail.instances} orders of up to 100 stores and 30 lines, planning took ${retail.ms.median} ms in the median, ${retail.ms.p99} ms at the 99th percentile and ${retail.ms.max} ms at most.`
}
