import { z } from 'zod'
import { endpoint } from '@/app/_lib/endpoint'
import { policyBodyShape } from '@/lib/integrations/policy/body-shape'
import { previewDraft } from '@/lib/orders/screens/policy-preview'

const shape = z.object({ integrationId: z.uuid(), body: policyBodyShape })

/** A policy over the channel's past orders. POST because it is too long for an address; nothing is done. */
export const POST = endpoint('see-queue', shape, ({ viewer, input, now }) => previewDraft(viewer, input, now))
