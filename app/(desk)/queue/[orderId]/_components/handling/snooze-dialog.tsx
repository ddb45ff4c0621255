'use client'

import { useState } from 'react'
import { CheckField } from '@/app/_components/controls/choice'
import { Button } from '@/app/_components/controls/button'
import { Dialog, DialogProblem } from '@/app/_components/controls/dialog'
import { TextField } from '@/app/_components/controls/field'
import type { OrderScreen } from '@/lib/orders/screens/screen-types'
import { snoozeOrderAction } from '../../actions'
import type { Act } from '../use-order-desk'
import { localInstant, snoozeTimes } from './snooze-times'

const NO_TIME = 'none'
const OWN_TIME = 'own'
const CLOCK = {
  weekday: 'short',
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
} as const

/** Until when an order is put aside: a time, its stock, or whichever comes first. */
export function SnoozeDialog({ order, act, onClose }: { order: OrderScreen; act: Act; onClose: () => void }) {
  const [seen] = useState({ orderId: order.id, version: order.version })
  const [times] = useState(() => snoozeTimes(new Date()))
  const [choice, setChoice] = useState('tomorrow')
  const [own, setOwn] = useState('')
  const [orStock, setOrStock] = useState(true)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)

  const until =
    choice === OWN_TIME ? localInstant(own) : (times.find((time) => time.id === choice)?.at ?? null)
  const missing =
    choice === OWN_TIME && !until
      ? 'Fill in when it is to come back.'
      : choice === NO_TIME && !orStock
        ? 'Choose a time, or its stock, to bring it back.'
        : null
  const confirm = async () => {
    setBusy(true)
    const input = { ...seen, until: until?.toISOString() ?? null, orStock }
    const refused = await act('snooze', () => snoozeOrderAction(input))
    setBusy(false)
    if (refused) setProblem(refused)
    else onClose()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Snooze order ${order.number}?`}
      answers={
        <>
          <Button onClick={onClose}>Go back</Button>
          <Button tone="primary" busy={busy} because={missing} onClick={() => void confirm()}>
            {busy ? 'Snoozing…' : 'Snooze'}
          </Button>
        </>
      }
    >
      <DialogProblem>{problem}</DialogProblem>
      <p className="mb-3">
        It leaves the queue, and then comes back on top of it. Nothing is sent meanwhile.
      </p>
      <fieldset className="mb-3 grid gap-1 sm:grid-cols-2">
        <legend className="mb-1 font-medium">Comes back</legend>
        {times.map(({ id, label, at }) => (
          <Choice key={id} id={id} choice={choice} onChoose={setChoice} label={label}>
            {at.toLocaleString(undefined, CLOCK)}
          </Choice>
        ))}
        <Choice id={OWN_TIME} choice={choice} onChoose={setChoice} label="At a time of your own" />
        <Choice id={NO_TIME} choice={choice} onChoose={setChoice} label="At no certain time" />
      </fieldset>
      {choice === OWN_TIME ? (
        <div className="mb-3">
          <TextField
            label="Date and time"
            type="datetime-local"
            value={own}
            onChange={(event) => setOwn(event.target.value)}
          />
        </div>
      ) : null}
      <CheckField
        label="As soon as its stock changes"
        hint="When stock comes or goes so that something else can be done with it."
        checked={orStock}
        onChange={setOrStock}
      />
    </Dialog>
  )
}

function Choice(props: {
  id: string
  choice: string
  onChoose: (id: string) => void
  label: string
  children?: string
}) {
  return (
    <label className="flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-1 hover:bg-sunken">
      <input
        type="radio"
        name="snooze"
        checked={props.choice === props.id}
        onChange={() => props.onChoose(props.id)}
        className="size-4 shrink-0 accent-accent"
      />
      <span>{props.label}</span>
      {props.children ? <span className="ml-auto text-xs text-muted">{props.children}</span> : null}
    </label>
  )
}
