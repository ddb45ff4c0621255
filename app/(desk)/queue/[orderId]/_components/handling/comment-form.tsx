'use client'

import { useRef, useState } from 'react'
import { useShortcuts } from '@/app/(desk)/_components/keys/use-shortcuts'
import { Button } from '@/app/_components/controls/button'
import { INPUT } from '@/app/_components/controls/field'
import type { OrderScreen } from '@/lib/orders/screens/screen-types'
import { commentAction } from '../../actions'
import type { Act } from '../use-order-desk'

const LONGEST = 2_000

/** A comment for the others, above what has happened; Ctrl or ⌘ with Enter sends it. */
export function CommentForm({ order, act, busy }: { order: OrderScreen; act: Act; busy: boolean }) {
  const [text, setText] = useState('')
  const box = useRef<HTMLTextAreaElement>(null)
  useShortcuts({ comment: () => box.current?.focus() })
  const forbidden = order.can.handle.allowed ? null : order.can.handle.because
  const sending = useRef(false)
  const send = async () => {
    if (sending.current || text.trim() === '' || forbidden) return
    sending.current = true
    // Emptied at once: what is typed meanwhile is the next comment. One that was refused comes back.
    setText('')
    const refused = await act('comment', () => commentAction({ orderId: order.id, text }))
    if (refused !== null) setText((typed) => [text, typed].filter(Boolean).join('\n'))
    sending.current = false
  }
  return (
    <form
      className="flex flex-col gap-2 px-4 pb-3"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <textarea
        ref={box}
        id="comment"
        aria-label="Comment"
        aria-keyshortcuts="C"
        placeholder="Write to the others who see this order"
        rows={2}
        maxLength={LONGEST}
        value={text}
        disabled={forbidden !== null}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
          event.preventDefault()
          event.currentTarget.form?.requestSubmit()
        }}
        className={INPUT}
      />
      <span className="self-end">
        <Button
          small
          type="submit"
          busy={busy}
          because={forbidden ?? (text.trim() === '' ? 'Write something first.' : null)}
        >
          Comment
        </Button>
      </span>
    </form>
  )
}
