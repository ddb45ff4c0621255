import type { PushAccount } from '@/lib/orders/push/push-context'
import type { Try } from '@/lib/orders/attention/remedies'
import type { LoadedRemedies } from '@/lib/orders/attention/remedy-reads'
import type { RemedyRow } from '@/lib/orders/attention/tables'
import { present } from '@/lib/result'
import type { OpenGateway } from '../gateways'
import type { Workshop } from '../registry'

/** What every step for one order in attention works with. */
export interface SettleTools {
  workshop: Omit<Workshop, 'settings'>
  merchantId: string
  orderId: string
  loaded: LoadedRemedies
  /** A Lightspeed account of the merchant, opened once per job. */
  accountOf(posAccountId: string): { account: PushAccount; lightspeed: OpenGateway }
}

/** What a step asks the loop to do next: go on at once, or come back later. */
export type StepAnswer = { kind: 'on' } | { kind: 'later'; ms: number }
export const on: StepAnswer = { kind: 'on' }

export const tryOf = ({ merchantId, orderId, id, tries }: RemedyRow): Try => ({
  merchantId,
  orderId,
  id,
  tries,
})

export const saleOf = (remedy: RemedyRow): string => present(remedy.saleId, 'sale of the remedy')

export function accountOpener(
  workshop: SettleTools['workshop'],
  merchantId: string,
  accounts: PushAccount[],
): SettleTools['accountOf'] {
  const opened = new Map<string, OpenGateway>()
  return (posAccountId) => {
    const account = present(
      accounts.find((candidate) => candidate.id === posAccountId),
      'account of the sale',
    )
    // A person waits for what comes of it.
    const lightspeed = opened.get(account.id) ?? workshop.open(merchantId, account, 'person')
    opened.set(account.id, lightspeed)
    return { account, lightspeed }
  }
}

/** The calls of all accounts since the last time this was asked. */
export const takeCalls = (tools: SettleTools) =>
  [...new Set(tools.loaded.parts.map((part) => part.posAccountId))].flatMap((id) =>
    tools.accountOf(id).lightspeed.takeCalls(),
  )
