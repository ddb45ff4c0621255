'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '@/app/_components/controls/button'
import { CheckField } from '@/app/_components/controls/choice'
import { Dialog, DialogProblem } from '@/app/_components/controls/dialog'
import { useAsk } from '@/app/_components/controls/use-ask'
import { TextField } from '@/app/_components/controls/field'
import type { QueueView } from '@/lib/orders/queue/view'
import { saveViewAction } from '../../actions'

/** Keeps what the list is narrowed by under a name. */
export function SaveViewDialog(props: { view: QueueView; noShare: string | null; onClose: () => void }) {
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [shared, setShared] = useState(false)
  const { busy, problem, ask } = useAsk(() => {
    void client.invalidateQueries({ queryKey: ['queue'] })
    props.onClose()
  })
  return (
    <Dialog
      open
      onClose={props.onClose}
      title="Save this view"
      answers={
        <>
          <Button onClick={props.onClose}>Go back</Button>
          <Button
            tone="primary"
            busy={busy}
            because={name.trim() === '' ? 'Give it a name first.' : null}
            onClick={() => void ask(() => saveViewAction({ name, shared, view: props.view }))}
          >
            Save view
          </Button>
        </>
      }
    >
      <DialogProblem>{problem}</DialogProblem>
      <div className="flex flex-col gap-3">
        <TextField
          label="Name"
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        {props.noShare === null ? (
          <CheckField
            label="Share with everybody"
            hint="Everybody who sees the queue finds it under Views. Only you can delete it."
            checked={shared}
            onChange={setShared}
          />
        ) : (
          <p className="text-muted">Only you will see it. To share it: {props.noShare}</p>
        )}
      </div>
    </Dialog>
  )
}
