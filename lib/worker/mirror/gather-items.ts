import { setTimeout as pause } from 'node:timers/promises'
import type { Gateway, PosItem } from '@/lib/lightspeed/types'

/** Lightspeed takes at most so many codes in one call. */
export const CODES_PER_CALL = 100

interface Gathering {
  codes: Set<string>
  answer: Promise<PosItem[]>
}

/** Look-ups that have not left yet, by account. */
const gathering = new Map<string, Gathering>()

/**
 * Items by their codes, at most CODES_PER_CALL. A burst of orders is decided at once: look-ups of one account that begin
 * within `gatherMs` of the first leave together as one, and each asker gets its own items. The reading begins after all
 * of them asked, so it is as fresh to each as its own would be.
 */
export async function gatherItems(
  accountId: string,
  gateway: Pick<Gateway, 'findItems'>,
  codes: string[],
  gatherMs: number,
): Promise<PosItem[]> {
  const waiting = gathering.get(accountId)
  const together = waiting && new Set([...waiting.codes, ...codes]).size <= CODES_PER_CALL ? waiting : null
  const own = together ?? begin(accountId, gateway, gatherMs)
  for (const code of codes) own.codes.add(code)
  const items = await own.answer
  return items.filter((item) =>
    [item.customSku, item.systemSku, item.manufacturerSku, item.upc, item.ean].some((code) =>
      codes.includes(code),
    ),
  )
}

function begin(accountId: string, gateway: Pick<Gateway, 'findItems'>, gatherMs: number): Gathering {
  const codes = new Set<string>()
  const started: Gathering = {
    codes,
    answer: pause(gatherMs).then(() => {
      if (gathering.get(accountId) === started) gathering.delete(accountId)
      return gateway.findItems([...codes])
    }),
  }
  gathering.set(accountId, started)
  return started
}
