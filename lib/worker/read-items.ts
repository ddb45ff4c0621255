import { GatewayError, type PosItem } from '@/lib/lightspeed/types'
import type { AccountReading } from '@/lib/orders/planning/match-lines'
import type { StockReading } from '@/lib/orders/planning/deciding'
import type { PosAccount } from '@/lib/pos-accounts/account'
import { ReconnectNeeded } from '@/lib/pos-accounts/fresh-token'
import { CODES_PER_CALL, gatherItems } from './mirror/gather-items'
import type { Workshop } from './registry'

export type ItemsRead =
  | Extract<StockReading, { kind: 'read' }>
  /** Lightspeed asks us to wait. */
  | { kind: 'later'; ms: number }
  /** `passes`: by itself; else somebody has to connect the account again or give it a right. */
  | { kind: 'unreadable'; because: string; passes: boolean }

/** Reads the items these codes mean, with their stock, in as few calls as possible and within the rate budget. */
export async function readItems(
  workshop: Pick<Workshop, 'open' | 'waits' | 'now'>,
  merchantId: string,
  { codes, accounts }: { codes: string[]; accounts: PosAccount[] },
): Promise<ItemsRead> {
  const readAt = workshop.now()
  if (accounts.length === 0)
    return { kind: 'unreadable', because: 'No Lightspeed account is connected.', passes: false }
  try {
    const read: AccountReading[] = []
    for (const account of accounts) read.push(await readAccount(workshop, merchantId, account, codes))
    return { kind: 'read', codes, accounts: read, readAt }
  } catch (error) {
    if (error instanceof GatewayError && error.kind === 'rate-limited')
      return { kind: 'later', ms: error.facts.retryAfterMs ?? workshop.waits.stockRetryMs }
    if (!(error instanceof GatewayError) && !(error instanceof ReconnectNeeded)) throw error
    const passes = error instanceof GatewayError && error.kind !== 'refused' && error.kind !== 'unauthorized'
    return { kind: 'unreadable', because: error.message, passes }
  }
}

async function readAccount(
  { open, waits }: Pick<Workshop, 'open' | 'waits'>,
  merchantId: string,
  account: PosAccount,
  codes: string[],
): Promise<AccountReading> {
  // Those who only wait for a decision come after whoever waits for a sale.
  const lightspeed = open(merchantId, account, 'begun')
  // An item may come along for two codes of different calls; it is one item all the same.
  const found = new Map<string, PosItem>()
  for (let from = 0; from < codes.length; from += CODES_PER_CALL) {
    const asked = codes.slice(from, from + CODES_PER_CALL)
    for (const item of await gatherItems(account.id, lightspeed.gateway, asked, waits.gatherMs))
      found.set(item.id, item)
  }
  return {
    posAccountId: account.id,
    items: [...found.values()].map(({ description, ...item }) => ({ ...item, title: description })),
  }
}
