import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { planLine } from './plan/plan-line'

/**
 * `npm run -s plan < requests.jsonl > plans.jsonl`: one request a line, one answer a line, in order and as they come.
 * A line that cannot be planned gets `{"id":…,"error":…}`, and the run goes on.
 */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // Whoever read the plans has seen enough.
  process.exit(error.code === 'EPIPE' ? 0 : 1)
})
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  if (line.trim() === '') continue
  if (!process.stdout.write(`${planLine(line)}\n`)) await once(process.stdout, 'drain')
}
