import { parseArgs } from 'node:util'
import { runTokens, tokensHold } from '../tokens'

/** `tsx e2e/chaos/tokens/main.ts [--rounds 1000] [--seed 1]`: many processes, one token; the last line is JSON. */
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' } },
})
const summary = await runTokens({ rounds: Number(values.rounds), seed: values.seed })
process.stdout.write(`${JSON.stringify(summary)}\n`)
process.exit(tokensHold(summary) ? 0 : 1)
