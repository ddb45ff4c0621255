import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { cellOf, nameOf } from './cells/cells'
import type { CellResult } from './play-cells'

/** What the results of two runs must have in common to be summed up. */
export interface RunKind {
  seed: string
  scale: number
  shard: string
}

interface Line {
  cell: string
  number: string
  fired: boolean
  verdict: CellResult['verdict']
}

/**
 * A file of what was played so far, a JSON line each, so that a long run goes on where it was cut off. Without a path
 * nothing is kept. Throws when the file is of another kind of run.
 */
export class Progress {
  readonly before: CellResult[]

  constructor(
    private readonly path: string | null,
    kind: RunKind,
  ) {
    this.before = path === null ? [] : begin(path, kind)
  }

  add(results: CellResult[]): void {
    if (this.path === null) return
    const lines = results.map(
      ({ cell, ...rest }) => `${JSON.stringify({ cell: nameOf(cell), ...rest } satisfies Line)}\n`,
    )
    appendFileSync(this.path, lines.join(''))
  }
}

function begin(path: string, kind: RunKind): CellResult[] {
  const head = JSON.stringify(kind)
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, `${head}\n`)
    return []
  }
  const [first = '', ...lines] = readFileSync(path, 'utf8').split('\n')
  if (first !== head) throw new Error(`${path} is of another run: it begins with ${first}, not with ${head}`)
  return lines.flatMap((line) => {
    if (line === '') return []
    const { cell, ...rest } = JSON.parse(line) as Line
    return [{ cell: cellOf(cell), ...rest }]
  })
}
