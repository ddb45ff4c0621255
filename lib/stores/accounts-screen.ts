import { listChanges } from '@/lib/access/audit'
import { listOwners } from '@/lib/access/members'
import { may, whyNot } from '@/lib/access/roles'
import type { Viewer } from '@/lib/access/viewer'
import { readMerchant } from '@/lib/db/with-merchant'
import { latestConnection, listAccountDetails } from '@/lib/pos-accounts/details'
import { SALE_SETTINGS_CHANGED } from '@/lib/pos-accounts/sale-settings'
import { accountWords, connectionWords, type Words } from '@/lib/pos-accounts/words'
import { readMark } from './mirror'
import { listStores } from './store'

export interface AccountCard {
  id: string
  name: string
  /** Lightspeed's own number of the account. */
  externalId: string
  state: 'connected' | 'reconnect' | 'disconnected'
  words: Words
  stores: string[]
  /** UTC ISO 8601; null: not known. */
  renewedAt: string | null
  /** When its stock was last looked at as a whole; orders read the stock of their items themselves. */
  stockSeenAt: string | null
  connectedAt: string | null
  /** Null: no person did. */
  connectedBy: string | null
  /** What was done to it, newest first. */
  changes: { what: string; by: string; at: string }[]
}

/** The page of Lightspeed accounts. */
export interface AccountsScreen {
  accounts: AccountCard[]
  /** The latest try to connect that is under way or ended just now. */
  connection: (Words & { over: boolean; by: string }) | null
  /** Why this person can change nothing here; null when they can. */
  whyNot: string | null
}

/** How long a try that has ended stays in sight. */
const SHOWN_MS = 10 * 60_000
const CHANGES_SHOWN = 5

const CHANGE_WORDS: Record<string, string> = {
  'account-connected': 'connected it',
  'account-disconnected': 'disconnected it',
  [SALE_SETTINGS_CHANGED]: 'changed how sales are written',
  'account-access-lost': 'noticed that Lightspeed no longer accepts our access',
}

export function readAccounts(viewer: Viewer, now: Date): Promise<AccountsScreen> {
  return readMerchant(viewer.merchantId, async (scope) => {
    const stores = await listStores(scope)
    const accounts: AccountCard[] = []
    for (const { connectedBy, ...account } of await listAccountDetails(scope)) {
      const changes = await listChanges(scope, account.id, CHANGES_SHOWN)
      accounts.push({
        ...account,
        words: accountWords(account.state),
        stores: stores.filter((one) => one.posAccountId === account.id).map((one) => one.name),
        renewedAt: account.renewedAt?.toISOString() ?? null,
        stockSeenAt: (await readMark(scope, account.id)).stockSeenAt?.toISOString() ?? null,
        connectedAt: account.connectedAt?.toISOString() ?? null,
        connectedBy,
        changes: changes.map(({ what, by, at }) => ({
          what: CHANGE_WORDS[what] ?? what,
          by,
          at: at.toISOString(),
        })),
      })
    }
    const last = await latestConnection(scope, new Date(now.getTime() - SHOWN_MS))
    // What came true once is told by the account itself as soon as that stands otherwise.
    const stale =
      last?.state === 'connected' &&
      accounts.some((account) => account.id === last.posAccountId && account.state !== 'connected')
    const words = last && !stale ? connectionWords(last, now) : null
    return {
      accounts,
      connection: last && words ? { ...words, by: last.by } : null,
      whyNot: whyNot(viewer.role, 'connect-accounts'),
    }
  })
}

/** What the desk's banner says about accounts that wait for their reconnect. */
export interface AccountTrouble {
  /** Names of the accounts; none: no banner. */
  accounts: string[]
  mayConnect: boolean
  /** Whom to ask. */
  owners: string[]
}

export function readAccountTrouble(viewer: Viewer): Promise<AccountTrouble> {
  return readMerchant(viewer.merchantId, async (scope) => {
    const waiting = (await listAccountDetails(scope)).filter((account) => account.state === 'reconnect')
    return {
      accounts: waiting.map((account) => account.name),
      mayConnect: may(viewer.role, 'connect-accounts'),
      owners: waiting.length > 0 ? await listOwners(scope) : [],
    }
  })
}
