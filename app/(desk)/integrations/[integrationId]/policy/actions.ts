'use server'

import { z } from 'zod'
import { action, type Answer } from '@/app/_lib/action'
import { policyBodyShape } from '@/lib/integrations/policy/body-shape'
import {
  discardDraft,
  draftFromVersion,
  makeDraftLive,
  saveDraft,
  type PolicyAnswer,
} from '@/lib/integrations/policy/commands'
import { policyRefusalSentence } from '@/lib/integrations/policy/refusals'

/** The revision the person saw travels with every change. */
const seen = { integrationId: z.uuid(), revision: z.int().min(0) }
const seenShape = z.object(seen)

const told = (answer: PolicyAnswer): Answer =>
  answer.ok
    ? { ok: true, message: answer.value.message }
    : { ok: false, message: policyRefusalSentence(answer.refusal) }

export const saveDraftAction = action(
  'edit-policies',
  z.object({ ...seen, body: policyBodyShape }),
  async ({ viewer, input, now }) => told(await saveDraft(viewer, input, now)),
)

export const discardDraftAction = action('edit-policies', seenShape, async ({ viewer, input, now }) =>
  told(await discardDraft(viewer, input, now)),
)

export const makeDraftLiveAction = action('edit-policies', seenShape, async ({ viewer, input, now }) =>
  told(await makeDraftLive(viewer, input, now)),
)

export const draftFromVersionAction = action(
  'edit-policies',
  z.object({ ...seen, version: z.int().min(1) }),
  async ({ viewer, input, now }) => told(await draftFromVersion(viewer, input, now)),
)
