import { may, whyNot } from '@/lib/access/roles'
import type { Viewer } from '@/lib/access/viewer'
import { withMerchant } from '@/lib/db/with-merchant'
import { enqueue } from '@/lib/jobs/queue'
import { readSettings } from '@/lib/pos-accounts/sale-settings'
import { ok, refuse, type Result } from '@/lib/result'
import { saveMark } from '@/lib/stores/mirror'
import { NOT_READABLE } from './screen'

/**
 * Asks that shops, registers, employees and payment types be read from Lightspeed now instead of at their next turn: a
 * person has just made there what they want to choose here. Asked several times, it is one reading. A refusal is a
 * sentence for the person.
 */
export async function readChoicesAgain(
  viewer: Viewer,
  posAccountId: string,
): Promise<Result<{ message: string }, string>> {
  if (!may(viewer.role, 'edit-sale-settings')) return refuse(whyNot(viewer.role, 'edit-sale-settings') ?? '')
  return withMerchant(viewer.merchantId, async (scope) => {
    const kept = await readSettings(scope, posAccountId, 'free')
    if (!kept) return refuse('There is no such account any more. Reload the page.')
    if (kept.state !== 'connected') return refuse(NOT_READABLE)
    await saveMark(scope, posAccountId, { shopsReadAt: null })
    await enqueue(scope.tx, 'mirror', { merchantId: viewer.merchantId })
    return ok({ message: 'Lightspeed is being read. What is new there shows here in a moment.' })
  })
}
