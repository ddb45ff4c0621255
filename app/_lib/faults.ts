import { randomBytes } from 'node:crypto'
import { unstable_rethrow } from 'next/navigation'
import { log } from '@/lib/log'

/** Logs a fault whole under a short id and answers the one neutral line that a browser may see. */
export function neutralLine(fault: unknown, where: string): string {
  unstable_rethrow(fault) // redirects and the like are Next's own control flow, not faults
  const id = randomBytes(4).toString('hex')
  log.error({ err: fault, faultId: id, where }, 'a request failed')
  return `Something went wrong on our side. Nothing was changed unless you see it here. (${id})`
}
