'use client'

import { useState } from 'react'
import { Button } from '@/app/_components/controls/button'
import { INPUT_LOOK } from '@/app/_components/controls/field'
import type { QueuePage, QueueRow } from '@/lib/orders/screens/screen-types'
import type { ManyAct } from '../../many'
import { isPushable } from './pushable'
import { BulkDialog } from './bulk-dialog'
import { BulkResults } from './bulk-results'
import { useMany } from './use-many'

export type Asking = 'push' | 'void' | 'snooze'
/** Where the key for assigning goes. */
export const BULK_ASSIGN = 'bulk-assign'

interface Props {
  rows: QueueRow[]
  people: QueuePage['people']
  /** Why this person may do none of it; null when they may. */
  because: string | null
  /** Which question is open, by its button or by its key. */
  asking: Asking | null
  onAsk: (what: Asking | null) => void
  onClear: () => void
  /** What became of them was read and closed. */
  onDone: () => void
}

/** What can be done with all selected orders; what became of each is listed afterwards. */
export function BulkBar({ rows, people, because, asking, onAsk, onClear, onDone }: Props) {
  const [chosen, setChosen] = useState<QueueRow[]>([])
  const many = useMany()
  const start = (act: ManyAct) => {
    onAsk(null)
    setChosen(rows)
    void many.start(rows, act)
  }
  const suggested = rows.filter(isPushable).length
  const noPush =
    because ?? (suggested === 0 ? 'None of them has a suggestion that its stores can fill.' : null)
  return (
    <section
      aria-label="Selected orders"
      className="sticky top-22 z-10 flex flex-wrap items-center gap-2 border-b border-line bg-accent-wash px-3 py-2 sm:top-12 sm:px-4"
    >
      <span className="mr-1 font-semibold">{rows.length} selected</span>
      <Button small keyHint="P" because={noPush} onClick={() => onAsk('push')}>
        Push suggestions…
      </Button>
      <Button small keyHint="H" because={because} onClick={() => onAsk('snooze')}>
        Snooze…
      </Button>
      <Button small tone="danger" keyHint="V" because={because} onClick={() => onAsk('void')}>
        Void…
      </Button>
      <select
        id={BULK_ASSIGN}
        aria-label="Assign selected orders to"
        value=""
        disabled={because !== null}
        title={because ?? undefined}
        onChange={(event) =>
          start({ kind: 'assign', userId: event.target.value === NO_ONE ? null : event.target.value })
        }
        className={`${INPUT_LOOK} py-0.5 text-[0.8125rem]`}
      >
        <option value="" disabled>
          Assign to…
        </option>
        <option value={NO_ONE}>Nobody</option>
        {people
          .filter((person) => person.mayAct)
          .map((person) => (
            <option key={person.userId} value={person.userId}>
              {person.name}
            </option>
          ))}
      </select>
      <Button small tone="quiet" className="ml-auto" onClick={onClear}>
        Clear selection
      </Button>
      {asking ? (
        <BulkDialog asking={asking} rows={rows} onConfirm={start} onClose={() => onAsk(null)} />
      ) : null}
      {many.run ? (
        <BulkResults
          run={many.run}
          rows={chosen}
          onClose={() => {
            many.forget()
            onClear()
            onDone()
          }}
        />
      ) : null}
    </section>
  )
}

const NO_ONE = '-'
