'use client'

import { useEffect, useRef, useState } from 'react'
import { useShortcuts } from '@/app/(desk)/_components/keys/use-shortcuts'
import { INPUT } from '@/app/_components/controls/field'
import { SearchIcon } from '@/app/_components/icons'

/** Long enough not to ask for every letter, short enough to feel live. */
const TYPING_PAUSE_MS = 250

export function QueueSearch({ search, onSearch }: { search: string; onSearch: (text: string) => void }) {
  const [text, setText] = useState(search)
  const sent = useRef(search)
  const box = useRef<HTMLInputElement>(null)
  useShortcuts({ search: () => box.current?.focus() })
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  // The address changed by other means (back, cleared filters): the box follows.
  useEffect(() => {
    if (search === sent.current) return
    sent.current = search
    setText(search)
  }, [search])

  const send = (value: string) => {
    clearTimeout(timer.current)
    sent.current = value.trim()
    onSearch(sent.current)
  }
  return (
    <search className="w-full sm:w-80">
      <form
        className="relative"
        onSubmit={(event) => {
          event.preventDefault()
          send(text)
        }}
      >
        <span className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-muted">
          <SearchIcon />
        </span>
        <input
          ref={box}
          type="search"
          aria-keyshortcuts="/"
          aria-label="Search orders"
          placeholder="Order, customer, sku or sale number"
          value={text}
          maxLength={100}
          onChange={(event) => {
            const value = event.target.value
            setText(value)
            clearTimeout(timer.current)
            timer.current = setTimeout(() => send(value), TYPING_PAUSE_MS)
          }}
          className={`${INPUT} pl-8`}
        />
      </form>
    </search>
  )
}
