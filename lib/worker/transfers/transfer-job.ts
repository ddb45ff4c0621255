import { setTimeout as pause } from 'node:timers/promises'
import { withMerchant } from '@/lib/db/with-merchant'
import { done, snooze, type JobAnswer } from '@/lib/jobs/kinds'
import { GatewayError } from '@/lib/lightspeed/types'
import { FenceLost } from '@/lib/orders/push/pushing'
import { listPosAccounts, type PosAccount } from '@/lib/pos-accounts/account'
import { ReconnectNeeded } from '@/lib/pos-accounts/fresh-token'
import { invariant } from '@/lib/result'
import { loadTransfers, type LoadedTransfer } from '@/lib/transfers/making/making'
import { nextTransferStep, type TransferStep } from '@/lib/transfers/making/steps'
import { itemsToPropose, proposeTransfers } from '@/lib/transfers/propose'
import type { OpenGateway } from '../gateways'
import type { Workshop } from '../registry'
import {
  archiveTransfer,
  callOffTransfer,
  becomeUnknown,
  createTransfer,
  fillTransfer,
  lookUpTransfer,
  sendTransfer,
} from './transfer-calls'
import { on, type StepAnswer, type TransferTools } from './transfer-tools'

/** More steps than the transfers of any order take; past it something goes in circles and the sweep takes over. */
const STEP_LIMIT = 200
/** Waits up to this long are sat out. */
const SHORT_WAIT_MS = 1_500

/**
 * Carries the transfers of one order as far as they go now, each step decided from committed rows; when none is under way,
 * what the order still needs is proposed from stock read now.
 */
export async function transferJob(
  workshop: Omit<Workshop, 'settings'>,
  { merchantId, orderId }: { merchantId: string; orderId: string },
): Promise<JobAnswer> {
  const turnedAway = new Set<string>()
  const opened = new Map<string, OpenGateway>()
  for (let count = 0; count < STEP_LIMIT; count += 1) {
    const accounts = await withMerchant(merchantId, (scope) => listPosAccounts(scope))
    const all = (await loadTransfers(merchantId, orderId)).map((loaded) => ({
      loaded,
      step: nextTransferStep(loaded.view, workshop.now().getTime()),
    }))
    const due = all.find(({ step }) => step.kind !== 'wait' && step.kind !== 'nothing')
    if (!due) {
      const waits = all.flatMap(({ step }) => (step.kind === 'wait' ? [step.ms] : []))
      if (waits.length === 0) return propose(workshop, merchantId, orderId, accounts)
      const ms = Math.min(...waits)
      if (ms > SHORT_WAIT_MS) return snooze(ms, 'begun')
      await pause(ms)
      continue
    }
    const tools = toolsFor(workshop, merchantId, due.loaded, accounts, opened, turnedAway)
    // It waits without a job: the sweep enqueues it again, also once the account is connected again.
    if (tools.account.state !== 'connected') return done
    const answer = await take(tools, due.step)
    if (answer === 'reconnect') return done
    if (answer.kind === 'later') return snooze(answer.ms, 'begun')
  }
  invariant(false, `transfers of order ${orderId} go in circles`)
}

function toolsFor(
  workshop: TransferTools['workshop'],
  merchantId: string,
  loaded: LoadedTransfer,
  accounts: PosAccount[],
  opened: Map<string, OpenGateway>,
  turnedAway: Set<string>,
): TransferTools {
  const account = accounts.find((one) => one.id === loaded.row.posAccountId)
  invariant(account, 'a transfer has an account')
  const lightspeed = opened.get(account.id) ?? workshop.open(merchantId, account, 'begun')
  opened.set(account.id, lightspeed)
  return { workshop, merchantId, loaded, account, lightspeed, turnedAway }
}

const STEPS: Record<
  Exclude<TransferStep['kind'], 'nothing' | 'wait'>,
  (tools: TransferTools) => Promise<StepAnswer>
> = {
  'mark-unknown': becomeUnknown,
  'look-up': lookUpTransfer,
  create: createTransfer,
  fill: fillTransfer,
  send: sendTransfer,
  archive: archiveTransfer,
  'call-off': callOffTransfer,
}

async function take(tools: TransferTools, step: TransferStep): Promise<StepAnswer | 'reconnect'> {
  if (step.kind === 'nothing' || step.kind === 'wait') return on
  try {
    return await STEPS[step.kind](tools)
  } catch (error) {
    if (error instanceof FenceLost) return on
    if (error instanceof ReconnectNeeded) return 'reconnect'
    // Nothing was written by a failed read: wait as told and begin the step anew.
    if (error instanceof GatewayError)
      return { kind: 'later', ms: error.facts.retryAfterMs ?? tools.workshop.waits.stockRetryMs }
    throw error
  }
}

/** Reads the stock of what the order still lacks, in all stores, and proposes from it. */
async function propose(
  { open, waits, now }: TransferTools['workshop'],
  merchantId: string,
  orderId: string,
  accounts: PosAccount[],
): Promise<JobAnswer> {
  const readings = []
  try {
    for (const { posAccountId, itemIds } of await itemsToPropose(merchantId, orderId)) {
      const account = accounts.find((one) => one.id === posAccountId)
      if (account?.state !== 'connected') continue
      const readAt = now()
      const stock = await open(merchantId, account, 'waiting').gateway.readStock(itemIds)
      const items = itemIds.map((externalId) => ({
        externalId,
        sku: '',
        title: '',
        countsStock: true,
        stock: stock.filter((level) => level.itemId === externalId),
      }))
      readings.push({ posAccountId, items, readAt })
    }
  } catch (error) {
    if (error instanceof ReconnectNeeded) return done
    if (error instanceof GatewayError) return snooze(error.facts.retryAfterMs ?? waits.stockRetryMs)
    throw error
  }
  await proposeTransfers(merchantId, orderId, readings, now())
  return done
}
