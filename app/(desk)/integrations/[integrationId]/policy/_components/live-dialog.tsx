'use client'

import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { Button } from '@/app/_components/controls/button'
import { Dialog, DialogProblem } from '@/app/_components/controls/dialog'
import type { PolicyScreen } from '@/lib/integrations/policy/screen'
import type { PolicyBody } from '@/lib/routing/types'
import { makeDraftLiveAction } from '../actions'
import { policyPreviewOptions } from '../query-options'
import { effectSentence } from './preview/preview-words'
import type { PolicyDesk } from './use-policy-editor'

/** States the exact effect of making the draft live before it is done. */
export function LiveDialog(props: {
  desk: PolicyDesk
  screen: PolicyScreen
  draft: PolicyBody
  onClose: () => void
}) {
  const { desk, screen, onClose } = props
  const confirm = useRef<HTMLButtonElement>(null)
  // The draft the person looked at: if it changes meanwhile, the server refuses this revision and says so.
  const [draft] = useState(props.draft)
  const [seen] = useState({ integrationId: screen.integrationId, revision: screen.revision })
  const [problem, setProblem] = useState<string | null>(null)
  const preview = useQuery(policyPreviewOptions(screen.integrationId, screen.live.version, draft))
  const makeLive = async () => {
    const refused = await desk.act('live', () => makeDraftLiveAction(seen), draft)
    if (refused) setProblem(refused)
    else onClose()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Make this the policy of ${screen.name}?`}
      initialFocus={confirm}
      answers={
        <>
          <Button onClick={onClose}>Go back</Button>
          <Button ref={confirm} tone="primary" busy={desk.busy !== null} onClick={() => void makeLive()}>
            {desk.busy === 'live' ? 'Making it live…' : 'Make it live'}
          </Button>
        </>
      }
    >
      <DialogProblem>{problem}</DialogProblem>
      <p className="mb-3">{desk.sentence}</p>
      {desk.warnings.map((warning) => (
        <p key={warning} className="mb-3 font-medium text-warn">
          {warning}
        </p>
      ))}
      {preview.data ? (
        <output aria-label="Effect on past orders" className="mb-3 block font-medium">
          {effectSentence(preview.data)}
        </output>
      ) : preview.error ? (
        <p className="mb-3 text-warn">The effect on past orders could not be worked out.</p>
      ) : (
        <output className="mb-3 block">
          Trying it on past orders…
          <progress aria-label="Trying it on past orders" className="mt-2 block h-1.5 w-full" />
        </output>
      )}
      <p className="text-muted">
        From the next order on. Orders that were decided before stay as they are; held ones use it when they
        are planned again.
      </p>
    </Dialog>
  )
}
