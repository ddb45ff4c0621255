import type { Env } from '@/lib/env'
import { createRSeriesGateway } from '@/lib/lightspeed/r-series/connect'
import type { RateClass } from '@/lib/lightspeed/budget'
import { refreshTokens } from '@/lib/lightspeed/oauth'
import { GatewayError, type CallRecord, type Gateway } from '@/lib/lightspeed/types'
import type { PosAccount } from '@/lib/pos-accounts/account'
import { freshToken, giveTokenUp, RefreshPaused } from '@/lib/pos-accounts/fresh-token'
import type { Waits } from '@/lib/waits'
import { sharedPace, type Step } from './account-pace'

/** A gateway for one job: its calls are collected, so that the job can put them into the order's history. */
export interface OpenGateway {
  gateway: Gateway
  /** Makes sure that the token outlives the next call, so that nothing but that call follows an intent. */
  ready(): Promise<void>
  /** A write got a 401 with a renewed token too: from now on the account waits for a person to connect it again. */
  giveUp(): Promise<void>
  /** The calls since the last time this was asked. */
  takeCalls(): CallRecord[]
  /** Takes rate budget for one step, gives back what the last one left; else milliseconds to wait before asking again. */
  reserve(step: Step, rank: RateClass): Promise<number>
  /** Gives back what the last step left. */
  release(): Promise<void>
}

/** `rank`: how urgent calls are for which no step was reserved. */
export type OpenAccount = (merchantId: string, account: PosAccount, rank?: RateClass) => OpenGateway

/** Opens Lightspeed accounts for jobs; all gateways of an account, of whichever process, share one rate budget. */
export function gatewayOpener(settings: Env, waits: Waits, now: () => Date): OpenAccount {
  return (merchantId, account, rank = 'waiting') => {
    const pace = sharedPace(merchantId, account.id, {
      rank,
      speed: settings.LIGHTSPEED_CLOCK_SPEED,
      holdMs: waits.leaseMs,
      patienceMs: waits.slotHoldMs,
    })
    let calls: CallRecord[] = []
    let last = ''
    const token = async (stale?: string) => {
      last = await tokenOf(settings, waits, now, merchantId, account.id, stale)
      return last
    }
    return {
      gateway: createRSeriesGateway({
        apiUrl: settings.LIGHTSPEED_API_URL,
        accountId: account.externalId,
        currency: account.currency,
        token: {
          current: () => token(),
          refreshAfter401: (stale) => token(stale),
          turnedAwayAgain: (fresh) => giveTokenUp(merchantId, account.id, fresh, now()),
        },
        deadlineMs: waits.callDeadlineMs,
        pace,
        onCall: (record) => calls.push(record),
        now: () => Date.now(),
        clockSpeed: settings.LIGHTSPEED_CLOCK_SPEED,
      }),
      ready: async () => {
        await token()
      },
      giveUp: () => giveTokenUp(merchantId, account.id, last, now()),
      reserve: (step, wanted) => pace.reserve(step, wanted),
      release: () => pace.release(),
      takeCalls: () => {
        const taken = calls
        calls = []
        return taken
      },
    }
  }
}

/** A token from the account's row, refreshed at Lightspeed when it has to be; failures are the gateway's one error. */
async function tokenOf(
  settings: Env,
  waits: Waits,
  now: () => Date,
  merchantId: string,
  accountId: string,
  stale: string | undefined,
): Promise<string> {
  try {
    return await freshToken(merchantId, accountId, {
      now,
      marginMs: waits.tokenMarginMs,
      pauseMs: waits.refreshPauseMs,
      deadlineMs: waits.callDeadlineMs,
      isDead: (error) => error instanceof GatewayError && error.kind === 'refused',
      refresh: async (refreshToken) => {
        const pair = await refreshTokens({
          authUrl: settings.LIGHTSPEED_AUTH_URL,
          clientId: settings.LIGHTSPEED_CLIENT_ID,
          clientSecret: settings.LIGHTSPEED_CLIENT_SECRET,
          refreshToken,
          deadlineMs: waits.callDeadlineMs,
        })
        return { ...pair, expiresAt: new Date(now().getTime() + pair.expiresInSeconds * 1000) }
      },
      ...(stale === undefined ? {} : { stale }),
    })
  } catch (error) {
    // A refresh moves no stock: what is unknown about it the next one heals.
    if (error instanceof GatewayError && error.kind === 'unknown-outcome')
      throw new GatewayError('unavailable', error.message, error.facts)
    if (error instanceof RefreshPaused)
      throw new GatewayError('unavailable', error.message, { retryAfterMs: error.retryAfterMs })
    throw error
  }
}
