'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { announce } from '@/app/_components/announcer'
import { Button } from '@/app/_components/controls/button'
import { CheckField } from '@/app/_components/controls/choice'
import { Dialog, DialogProblem } from '@/app/_components/controls/dialog'
import { TextField } from '@/app/_components/controls/field'
import type { QueueView } from '@/lib/orders/queue/view'
import { saveViewAction } from '../../actions'

/** Keeps what the list is narrowed by under a name. */
export function SaveViewDialog(props: { view: QueueView; noShare: string | null; onClose: () => void }) {
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [shared, setShared] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const save = async () => {
    setBusy(true)
    try {
      const answer = await saveViewAction({ name, shared, view: props.view })
      if (!answer.ok) return setProblem(answer.message)
      announce(answer.message, 'good')
      await client.invalidateQueries({ queryKey: ['queue'] })
      props.onClose()
    } catch {
      setProblem('No connection. Try again.')
    } finally {
      setBusy(false)
    }
  }
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
            onClick={() => void save()}
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
