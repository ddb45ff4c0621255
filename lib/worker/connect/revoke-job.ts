import { done, snooze, type JobAnswer } from '@/lib/jobs/kinds'
import { revokeToken } from '@/lib/lightspeed/oauth'
import { GatewayError } from '@/lib/lightspeed/types'
import { tokenToRevoke, wipeTokens } from '@/lib/pos-accounts/disconnect'
import type { Workshop } from '../registry'

/** Gives the tokens of a disconnected account back to Lightspeed, then forgets them. */
export async function revokeJob(
  { settings, waits }: Workshop,
  { merchantId, posAccountId }: { merchantId: string; posAccountId: string },
): Promise<JobAnswer> {
  const refreshToken = await tokenToRevoke(merchantId, posAccountId)
  if (refreshToken === null) return done
  try {
    await revokeToken({
      authUrl: settings.LIGHTSPEED_AUTH_URL,
      clientId: settings.LIGHTSPEED_CLIENT_ID,
      clientSecret: settings.LIGHTSPEED_CLIENT_SECRET,
      deadlineMs: waits.callDeadlineMs,
      refreshToken,
    })
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    // A token that is dead already needs no giving back.
    if (error.kind !== 'refused') return snooze(error.facts.retryAfterMs ?? waits.stockRetryMs)
  }
  await wipeTokens(merchantId, posAccountId)
  return done
}
