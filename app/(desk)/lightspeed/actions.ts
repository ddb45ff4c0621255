'use server'

import { z } from 'zod'
import { action } from '@/app/_lib/action'
import { beginConnection } from '@/lib/pos-accounts/connecting/begin'
import { disconnectAccount } from '@/lib/pos-accounts/disconnect'
import { beginRefusalSentence, disconnectRefusalSentence } from '@/lib/pos-accounts/words'

/** Answers the address of Lightspeed's own page; the browser goes there. */
export const beginConnectionAction = action('connect-accounts', z.object({}), async ({ viewer, now }) => {
  const result = await beginConnection(viewer, now)
  return result.ok
    ? { ok: true, message: 'Lightspeed opens.', url: result.value.url }
    : { ok: false, message: beginRefusalSentence(result.refusal) }
})

export const disconnectAccountAction = action(
  'connect-accounts',
  z.object({ posAccountId: z.uuid() }),
  async ({ viewer, input, now }) => {
    const result = await disconnectAccount(viewer, input.posAccountId, now)
    return result.ok
      ? { ok: true, message: `${result.value.name} is disconnected. Nothing more is sent there.` }
      : { ok: false, message: disconnectRefusalSentence(result.refusal) }
  },
)
