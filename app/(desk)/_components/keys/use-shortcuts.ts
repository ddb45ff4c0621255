'use client'

import { useEffect, useRef, useSyncExternalStore } from 'react'
import { SHORTCUT_IDS, type ShortcutId } from './shortcuts'

export type Handlers = Partial<Record<ShortcutId, () => void>>

/** What the pages that are open do with which key; the one opened last comes first. */
let registered: readonly { current: Handlers }[] = []
const listeners = new Set<() => void>()

function change(next: readonly { current: Handlers }[]) {
  registered = next
  for (const tell of listeners) tell()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Says what these keys do while the component is there; each render may say it anew. */
export function useShortcuts(handlers: Handlers): void {
  const own = useRef(handlers)
  useEffect(() => {
    own.current = handlers
  })
  useEffect(() => {
    change([own, ...registered])
    return () => change(registered.filter((each) => each !== own))
  }, [])
}

export const handlerOf = (id: ShortcutId): (() => void) | undefined =>
  registered.find((each) => each.current[id])?.current[id]

/** Keys that do something on the page that is open. */
export function useAvailable(): ShortcutId[] {
  const all = useSyncExternalStore(
    subscribe,
    () => registered,
    () => registered,
  )
  return SHORTCUT_IDS.filter((id) => all.some((each) => each.current[id]))
}

const SWITCH = 'keys'

/** Whether single letters do something; off is remembered by this browser (WCAG 2.1.4). */
export function useKeysOn(): [boolean, (on: boolean) => void] {
  const on = useSyncExternalStore(
    subscribe,
    () => keysOn(),
    () => true,
  )
  return [
    on,
    (wanted) => {
      localStorage.setItem(SWITCH, wanted ? 'on' : 'off')
      for (const tell of listeners) tell()
    },
  ]
}

/** On where the browser lets nothing be remembered. */
export function keysOn(): boolean {
  try {
    return localStorage.getItem(SWITCH) !== 'off'
  } catch {
    return true
  }
}
