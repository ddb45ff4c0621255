'use client'

import { Button } from '@/app/_components/controls/button'
import { ChoiceMenu } from '@/app/_components/controls/choice-menu'
import type { QueuePage, QueueRow } from '@/lib/orders/screens/screen-types'
import type { ManyAct } from '../../many'
import { isPushable } from './pushable'

export type Asking = 'push' | 'void' | 'snooze'
/** Where the key for assigning goes. */
export const BULK_ASSIGN = 'bulk-assign'

const NO_ONE = '-'

interface Props {
  rows: QueueRow[]
  people: QueuePage['people']
  /** Why this person may do none of it; null when they may. */
  because: string | null
  onAsk: (what: Asking) => void
  onStart: (rows: QueueRow[], act: ManyAct) => void
  onClear: () => void
}

/** What can be done with all selected orders. It stands at the foot of the window, so that no row moves for it. */
export function BulkBar({ rows, people, because, onAsk, onStart, onClear }: Props) {
  const none = rows.some(isPushable) ? null : 'None of them has a suggestion that its stores can fill.'
  const choices = [
    { id: NO_ONE, label: 'Nobody' },
    ...people.filter((person) => person.mayAct).map(({ userId, name }) => ({ id: userId, label: name })),
  ]
  return (
    <section
      data-foot-bar
      aria-label="Selected orders"
      className="fixed inset-x-0 bottom-0 z-20 border-t border-line bg-accent-wash shadow-raised"
    >
      <div className="mx-auto flex max-w-[110rem] flex-wrap items-center gap-2 px-3 py-2.5 sm:px-5">
        <output className="mr-1 font-semibold">{rows.length} selected</output>
        <Button small keyHint="P" because={because ?? none} onClick={() => onAsk('push')}>
          Push suggestions…
        </Button>
        <Button small keyHint="H" because={because} onClick={() => onAsk('snooze')}>
          Snooze…
        </Button>
        <Button small tone="danger" keyHint="V" because={because} onClick={() => onAsk('void')}>
          Void…
        </Button>
        <ChoiceMenu
          id={BULK_ASSIGN}
          keyHint="A"
          because={because}
          choices={choices}
          onChoose={(id) => onStart(rows, { kind: 'assign', userId: id === NO_ONE ? null : id })}
        >
          Assign to…
        </ChoiceMenu>
        <Button small tone="quiet" className="ml-auto" onClick={onClear}>
          Clear selection
        </Button>
      </div>
    </section>
  )
}
