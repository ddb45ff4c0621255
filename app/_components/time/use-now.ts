'use client'

import { useSyncExternalStore } from 'react'

const STEP_MS = 1_000
const listeners = new Set<() => void>()
let current = 0
let timer: ReturnType<typeof setInterval> | undefined

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    current = Date.now()
    timer = setInterval(() => {
      current = Date.now()
      for (const tell of listeners) tell()
    }, STEP_MS)
  }
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) clearInterval(timer)
  }
}

/**
 * The clock of the browser in milliseconds, rounded down to `stepMs` so that only what changes is drawn again.
 * Null on the server and in the first paint: both must draw the same.
 */
export function useNow(stepMs = 10_000): number | null {
  return useSyncExternalStore(
    subscribe,
    () => {
      if (current === 0) current = Date.now()
      return Math.floor(current / stepMs) * stepMs
    },
    () => null,
  )
}
