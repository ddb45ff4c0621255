/**
 * Named steps at which a chaos run ends this process with SIGKILL. `CRASH_AT=<step>#<nth>` dies at the nth
 * time the step is reached, `CRASH_AT=<step>@<order number>` when it is reached for that order. Without
 * CRASH_AT, which nothing but a test sets, this does nothing.
 */
const [, wantedStep = '', by = '', value = ''] =
  /^([^#@]+)([#@]?)(.*)$/.exec(process.env['CRASH_AT'] ?? '') ?? []
let reached = 0

export function crashPoint(step: string, orderNumber = ''): void {
  if (!wantedStep || step !== wantedStep) return
  reached += 1
  if (by === '@' ? orderNumber === value : reached === Number(value || '1'))
    process.kill(process.pid, 'SIGKILL')
}
