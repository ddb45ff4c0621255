import { recordChange } from '@/lib/access/audit'
import { getMerchant } from '@/lib/access/merchants'
import { crashPoint } from '@/lib/crash'
import { withMerchant, type MerchantTx } from '@/lib/db/with-merchant'
import { askReplan } from '@/lib/jobs/ask-replan'
import { done, snooze, type JobAnswer } from '@/lib/jobs/kinds'
import { enqueue } from '@/lib/jobs/queue'
import { exchangeCode, type Tokens } from '@/lib/lightspeed/oauth'
import { GatewayError } from '@/lib/lightspeed/types'
import { listForgotten } from '@/lib/orders/planning/forgotten'
import { connectPosAccount, listPosAccounts } from '@/lib/pos-accounts/account'
import {
  endConnection,
  heldByAnother,
  keepTokens,
  nextOfConnection,
  type ConnectionStep,
} from '@/lib/pos-accounts/connecting/connection'
import { mirrorShops } from '@/lib/stores/store'
import type { Workshop } from '../registry'
import { readAccount, type AccountRead } from './read-account'

interface Named {
  merchantId: string
  connectionId: string
}

/** More turns than a connection has steps. */
const TURNS = 3

/**
 * Carries one connection to its end: trades the code while it lives, stores the tokens, reads the account they open and
 * stores that with its shops. Each step is decided from committed rows, so a worker that died is followed by one that
 * goes on; a code that may have been spent is simply tried again, for Lightspeed takes it once.
 */
export async function connectJob(workshop: Workshop, named: Named): Promise<JobAnswer> {
  for (let turn = 0; turn < TURNS; turn += 1) {
    const step = await nextOfConnection(named.merchantId, named.connectionId)
    if (step.kind === 'nothing') return done
    const answer =
      step.kind === 'trade' ? await trade(workshop, named, step) : await take(workshop, named, step)
    if (answer) return answer
  }
  return done
}

async function trade(
  workshop: Workshop,
  named: Named,
  step: Extract<ConnectionStep, { kind: 'trade' }>,
): Promise<JobAnswer | null> {
  const { settings, waits, now } = workshop
  const late = 'The minute in which Lightspeed’s permission can be used was over before we could use it.'
  if (now() >= step.until) return end(workshop, named, 'expired', late)
  try {
    const tokens = await exchangeCode({
      authUrl: settings.LIGHTSPEED_AUTH_URL,
      clientId: settings.LIGHTSPEED_CLIENT_ID,
      clientSecret: settings.LIGHTSPEED_CLIENT_SECRET,
      deadlineMs: waits.callDeadlineMs,
      code: step.code,
      codeVerifier: step.verifier,
    })
    await crashPoint('code-traded')
    return await keep(workshop, named, tokens)
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    if (error.kind === 'refused')
      return end(
        workshop,
        named,
        'refused',
        'Lightspeed did not accept the permission: it was used or too old.',
      )
    return snooze(error.facts.retryAfterMs ?? waits.connectRetryMs)
  }
}

async function keep(workshop: Workshop, named: Named, tokens: Tokens): Promise<JobAnswer | null> {
  if (tokens.accountId === null)
    return end(workshop, named, 'refused', 'Lightspeed’s answer does not say which account it is for.')
  const expiresAt = new Date(workshop.now().getTime() + tokens.expiresInSeconds * 1000)
  const { accessToken, refreshToken } = tokens
  await keepTokens(named.merchantId, named.connectionId, {
    externalId: tokens.accountId,
    tokens: { accessToken, refreshToken, expiresAt },
  })
  return null
}

const OTHER_MERCHANT =
  'This Lightspeed account is connected to another business here. It has to be disconnected there first.'

async function take(
  workshop: Workshop,
  named: Named,
  step: Extract<ConnectionStep, { kind: 'read' }>,
): Promise<JobAnswer | null> {
  if (await heldByAnother(named.merchantId, step.externalId))
    return end(workshop, named, 'other-merchant', OTHER_MERCHANT)
  const known = await withMerchant(named.merchantId, async (scope) => ({
    account: (await listPosAccounts(scope)).find((one) => one.externalId === step.externalId) ?? null,
    currency: (await getMerchant(scope)).currency,
  }))
  const currency = known.account?.currency ?? known.currency
  try {
    const read = await readAccount(workshop, { ...step, currency })
    if ('unfit' in read) return await end(workshop, named, 'refused', read.unfit)
    await withMerchant(named.merchantId, (scope) =>
      store(scope, named, step, { ...read, currency }, known.account, workshop.now()),
    )
    return done
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    if (error.kind === 'refused' || error.kind === 'unauthorized')
      return end(
        workshop,
        named,
        'refused',
        `Lightspeed gave access, but does not let us read the account: ${error.message}`,
      )
    const waited = workshop.now().getTime() - step.since.getTime()
    if (waited > workshop.waits.connectPatienceMs)
      return end(workshop, named, 'expired', 'Lightspeed gave access, but the account could not be read.')
    return snooze(error.facts.retryAfterMs ?? workshop.waits.connectRetryMs)
  }
}

/** Account, stores, the end of the connection and the work that waited for it, in one transaction. */
async function store(
  scope: MerchantTx,
  { merchantId, connectionId }: Named,
  step: Extract<ConnectionStep, { kind: 'read' }>,
  read: AccountRead & { currency: string },
  before: { state: string } | null,
  now: Date,
): Promise<void> {
  const { shops, ...account } = read
  const posAccountId = await connectPosAccount(
    scope,
    { ...account, externalId: step.externalId, tokens: step.tokens, connectedBy: step.userId },
    now,
  )
  await mirrorShops(
    scope,
    posAccountId,
    shops.map(({ id, ...shop }) => ({ ...shop, externalId: id })),
    now,
  )
  await endConnection(scope, connectionId, { state: 'connected', posAccountId }, now)
  await recordChange(scope, {
    at: now,
    actorId: step.userId,
    what: 'account-connected',
    subject: posAccountId,
    before: before ? { state: before.state } : null,
    after: { state: 'connected', name: account.name, stores: shops.length },
  })
  // What waited for this account goes on: held orders are planned again together, pushes take their next step.
  await askReplan(scope)
  const waiting = await listForgotten(scope, now)
  for (const orderId of waiting.toDecide) await enqueue(scope.tx, 'decide', { merchantId, orderId })
  for (const orderId of waiting.toPush) await enqueue(scope.tx, 'push', { merchantId, orderId })
}

async function end(
  { now }: Workshop,
  { merchantId, connectionId }: Named,
  state: 'expired' | 'refused' | 'other-merchant',
  because: string,
): Promise<JobAnswer> {
  await withMerchant(merchantId, (scope) => endConnection(scope, connectionId, { state, because }, now()))
  return done
}
