import type { Viewer } from '@/lib/access/viewer'
import { readBacklog, type Backlog } from '@/lib/jobs/backlog'
import { readHealth } from '@/lib/jobs/health'
import { readFlow, type Flow } from '@/lib/orders/screens/flow-read'
import { readRates, type Rate } from '@/lib/pos-accounts/rate-screen'
import { readAccounts, type AccountCard } from '@/lib/stores/accounts-screen'

export interface HealthScreen {
  /** `problem`: what does not answer; null: it does. */
  services: { name: string; problem: string | null }[]
  accounts: (Pick<AccountCard, 'id' | 'name' | 'state' | 'stockSeenAt'> & { rate: Rate | null })[]
  flow: Flow
  backlog: Backlog
}

/** What the page of health and its poll read. */
export async function readHealthScreen(viewer: Viewer, now: Date): Promise<HealthScreen> {
  const [health, { accounts }, rates, flow, backlog] = await Promise.all([
    readHealth(now),
    readAccounts(viewer, now),
    readRates(viewer),
    readFlow(viewer),
    readBacklog(viewer.merchantId, now),
  ])
  return {
    services: Object.entries(health.checks).map(([name, said]) => ({
      name,
      problem: said === 'ok' ? null : said,
    })),
    accounts: accounts
      .filter((account) => account.state !== 'disconnected')
      .map(({ id, name, state, stockSeenAt }) => ({
        id,
        name,
        state,
        stockSeenAt,
        rate: rates.get(id) ?? null,
      })),
    flow,
    backlog,
  }
}
