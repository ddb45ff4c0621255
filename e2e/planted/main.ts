import { runPlanted } from './run-planted'

/** `node --import tsx e2e/planted/main.ts`: every planted bug by itself; the last line is JSON. */
const summary = await runPlanted(undefined, (line) => console.log(line))
console.log(JSON.stringify(summary))
process.exit(summary.missed.length === 0 ? 0 : 1)
