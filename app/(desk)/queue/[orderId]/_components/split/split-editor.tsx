'use client'

import { useEffect, useRef, useState } from 'react'
import { useShortcuts } from '@/app/(desk)/_components/keys/use-shortcuts'
import { announce } from '@/app/_components/announcer'
import { Button } from '@/app/_components/controls/button'
import type { OrderScreen } from '@/lib/orders/screens/screen-types'
import { storesInWords, whyNoPush, type Proposal } from '../dialogs/proposal'
import { Section } from '@/app/_components/section'
import {
  bestSplit,
  draftOf,
  leftToPlace,
  partsOf,
  whyNotYet,
  withUnits,
  type SplitDraft,
} from './split-draft'
import { SplitMoney } from './split-money'
import { SplitTable } from './split-table'

interface Props {
  order: OrderScreen
  onPush: (proposal: Proposal) => void
}

/** A split by hand: units per line per store. Folded until asked for; what is typed survives new stock readings. */
export function SplitEditor({ order, onPush }: Props) {
  const [draft, setDraft] = useState<SplitDraft | null>(null)
  const suggestion = bestSplit(order.suggestions)
  const noPush = whyNoPush(order)
  const open = () => setDraft((before) => before ?? draftOf(suggestion))
  const focusFields = useFocusWhen(draft !== null)
  useShortcuts({
    split: () => {
      if (noPush !== null) return announce(noPush, 'bad')
      open()
      focusFields()
    },
  })
  if (!draft)
    return (
      <Section title="Split by hand">
        <div className="flex flex-wrap items-center justify-between gap-3 px-4 pb-3">
          <p className="text-muted">Say yourself which store sends how many units of each line.</p>
          <Button because={noPush} keyHint="S" onClick={open}>
            Split by hand
          </Button>
        </div>
      </Section>
    )
  const stores = order.grid.stores.filter((store) => store.pushable)
  const parts = partsOf(draft, order.lines, stores)
  const names = stores
    .filter((store) => parts.some((part) => part.storeId === store.id))
    .map((store) => store.name)
  const because = noPush ?? whyNotYet(draft, order.lines)
  return (
    <Section
      id={SPLIT}
      title="Split by hand"
      aside={
        <div className="flex flex-wrap gap-2">
          <Button
            small
            because={suggestion ? null : 'There is nothing to suggest.'}
            onClick={() => setDraft(draftOf(suggestion))}
          >
            Suggest
          </Button>
          <Button small onClick={() => setDraft({})}>
            Reset
          </Button>
          <Button small tone="quiet" onClick={() => setDraft(null)}>
            Close
          </Button>
        </div>
      }
    >
      <SplitTable
        lines={order.lines}
        stores={stores}
        draft={draft}
        onUnits={(storeId, lineId, units) => setDraft((old) => withUnits(old ?? {}, storeId, lineId, units))}
      />
      <LeftLine order={order} draft={draft} />
      <SplitMoney
        order={order}
        parts={parts}
        overPlaced={order.lines.some((line) => leftToPlace(draft, line) < 0)}
      />
      <div className="flex justify-end border-t border-line px-4 py-3">
        <Button
          tone="primary"
          className="whitespace-normal"
          because={because}
          showReason
          onClick={() => onPush({ kind: 'split', parts })}
        >
          {parts.length === 0 ? 'Push this split' : `Push this split to ${storesInWords(names)}`}
        </Button>
      </div>
    </Section>
  )
}

const SPLIT = 'split'

/** Whoever opens the editor by its key goes on in its first field, as soon as that is there. */
function useFocusWhen(open: boolean): () => void {
  const wanted = useRef(false)
  useEffect(() => {
    if (open && wanted.current) wanted.current = !focusFirst()
  }, [open])
  return () => {
    wanted.current = !focusFirst()
  }
}

function focusFirst(): boolean {
  const first = document.querySelector<HTMLElement>(`#${SPLIT} input[type=number]`)
  first?.focus()
  return first !== null
}

/** What is left to place over all lines, in words and always in view. */
function LeftLine({ order, draft }: { order: OrderScreen; draft: SplitDraft }) {
  const lefts = order.lines.map((line) => leftToPlace(draft, line))
  const left = lefts.reduce((sum, each) => sum + Math.max(0, each), 0)
  const over = lefts.reduce((sum, each) => sum + Math.max(0, -each), 0)
  return (
    <output aria-label="Left to place" className="block border-t border-line px-4 py-2 font-medium">
      {over > 0 ? (
        <span className="text-bad">{over} too many placed</span>
      ) : left > 0 ? (
        <span className="text-warn">
          {left} left to place: {left === 1 ? 'it stays' : 'they stay'} in the queue
        </span>
      ) : (
        <span className="text-good">0 left to place</span>
      )}
    </output>
  )
}
