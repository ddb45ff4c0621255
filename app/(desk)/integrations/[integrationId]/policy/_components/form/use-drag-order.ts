'use client'

import {
  useEffect,
  useEffectEvent,
  useState,
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
} from 'react'
import { moved, placeAt } from './reorder'

interface Entry {
  id: string
  name: string
}

/**
 * Order by hand, by pointer or by keys: space picks an entry up, arrows move it, space puts it down, escape puts it
 * back where it was. What happens is said in `spoken`, for a live region.
 */
export function useDragOrder(
  /** Its children are the entries' rows, in their order. */
  list: RefObject<HTMLElement | null>,
  entries: Entry[],
  onOrder: (ids: string[]) => void,
) {
  const [held, setHeld] = useState<{ id: string; by: 'pointer' | 'keys'; before: string[] } | null>(null)
  const [spoken, setSpoken] = useState('')
  const ids = entries.map((entry) => entry.id)
  const place = (at: number) => `place ${at + 1} of ${entries.length}`

  const move = (id: string, to: number) => {
    const from = ids.indexOf(id)
    const order = moved(ids, from, to)
    const at = order.indexOf(id)
    setSpoken(`${entries[from]?.name ?? ''}, ${place(at)}`)
    if (at !== from) onOrder(order)
  }
  const pickUp = (id: string, by: 'pointer' | 'keys') => {
    setHeld({ id, by, before: ids })
    setSpoken(`Picked up ${nameOf(entries, id)}, ${place(ids.indexOf(id))}`)
  }
  const putDown = () => {
    if (held) setSpoken(`Put down ${nameOf(entries, held.id)}, ${place(ids.indexOf(held.id))}`)
    setHeld(null)
  }
  const putBack = () => {
    if (!held) return
    onOrder(held.before)
    setSpoken(`${nameOf(entries, held.id)} is back at ${place(held.before.indexOf(held.id))}`)
    setHeld(null)
  }
  const follow = (y: number) => {
    if (!held || !list.current) return
    const others = [...list.current.children].filter((_, at) => ids[at] !== held.id)
    const to = placeAt(
      y,
      others.map((row) => row.getBoundingClientRect()),
    )
    if (to !== ids.indexOf(held.id)) move(held.id, to)
  }
  useWindowPointer(held?.by === 'pointer', { move: follow, end: putDown, cancel: putBack })
  const onKeyDown = (id: string) => (event: KeyboardEvent) => {
    const holding = held?.id === id
    const key = event.key
    if (holding && (key === ' ' || key === 'Enter')) putDown()
    else if (key === ' ' || key === 'Enter') pickUp(id, 'keys')
    else if (holding && key === 'Escape') putBack()
    else if (holding && key === 'ArrowUp') move(id, ids.indexOf(id) - 1)
    else if (holding && key === 'ArrowDown') move(id, ids.indexOf(id) + 1)
    else return
    event.preventDefault()
  }
  return {
    spoken,
    move,
    isHeld: (id: string) => held?.id === id,
    grip: (id: string) => ({
      'aria-pressed': held?.id === id,
      onKeyDown: onKeyDown(id),
      onBlur: () => (held?.by === 'keys' ? putDown() : undefined),
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        if (event.button !== 0) return
        event.currentTarget.focus()
        pickUp(id, 'pointer')
      },
    }),
  }
}

const nameOf = (entries: Entry[], id: string) => entries.find((entry) => entry.id === id)?.name ?? ''

/** The pointer wherever it goes while something is dragged: rows move under it, so no row can capture it. */
function useWindowPointer(
  on: boolean,
  tell: { move: (y: number) => void; end: () => void; cancel: () => void },
) {
  const told = useEffectEvent((event: globalThis.PointerEvent) => {
    if (event.type === 'pointermove') tell.move(event.clientY)
    else if (event.type === 'pointerup') tell.end()
    else tell.cancel()
  })
  useEffect(() => {
    if (!on) return undefined
    const listen = (event: globalThis.PointerEvent) => told(event)
    const kinds = ['pointermove', 'pointerup', 'pointercancel'] as const
    for (const kind of kinds) window.addEventListener(kind, listen)
    return () => {
      for (const kind of kinds) window.removeEventListener(kind, listen)
    }
  }, [on])
}
