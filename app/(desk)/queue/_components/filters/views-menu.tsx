'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '@/app/_components/controls/button'
import { ChoiceMenu } from '@/app/_components/controls/choice-menu'
import { Dialog, DialogProblem } from '@/app/_components/controls/dialog'
import { useAsk } from '@/app/_components/controls/use-ask'
import type { SavedView } from '@/lib/orders/queue/saved-views'
import type { QueueView } from '@/lib/orders/queue/view'
import { deleteViewAction } from '../../actions'

const same = (a: QueueView, b: QueueView): boolean =>
  (Object.keys(b) as (keyof QueueView)[]).every((name) => a[name] === b[name])

interface Props {
  views: SavedView[]
  view: QueueView
  onOpen: (view: QueueView) => void
}

/** The views somebody kept; the one that is open can be deleted by whoever kept it. */
export function ViewsMenu({ views, view, onOpen }: Props) {
  const [deleting, setDeleting] = useState<SavedView | null>(null)
  const current = views.find((each) => same(each.view, view))
  return (
    <>
      {current?.own ? (
        <Button small tone="quiet" onClick={() => setDeleting(current)}>
          Delete view…
        </Button>
      ) : null}
      <ChoiceMenu
        align="end"
        choices={views.map((each) => ({
          id: each.id,
          label: each.name,
          current: each === current,
          ...(each.shared ? { aside: 'shared' } : {}),
        }))}
        none="None yet. Narrow the list by a filter, then save the view."
        onChoose={(id) => {
          const chosen = views.find((each) => each.id === id)
          if (chosen) onOpen(chosen.view)
        }}
      >
        {current?.name ?? 'Views'}
      </ChoiceMenu>
      {deleting ? <DeleteDialog view={deleting} onClose={() => setDeleting(null)} /> : null}
    </>
  )
}

function DeleteDialog({ view, onClose }: { view: SavedView; onClose: () => void }) {
  const client = useQueryClient()
  const { busy, problem, ask } = useAsk(() => {
    void client.invalidateQueries({ queryKey: ['queue'] })
    onClose()
  })
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Delete the view “${view.name}”?`}
      answers={
        <>
          <Button onClick={onClose}>Go back</Button>
          <Button
            tone="danger"
            busy={busy}
            onClick={() => void ask(() => deleteViewAction({ viewId: view.id }))}
          >
            Delete view
          </Button>
        </>
      }
    >
      <DialogProblem>{problem}</DialogProblem>
      <p>{view.shared ? 'It is shared: everybody loses it. ' : ''}No order changes by it.</p>
    </Dialog>
  )
}
