'use client'

import { useSyncExternalStore } from 'react'
import { toast } from 'sonner'

let spoken = ''
const listeners = new Set<() => void>()

/** Says a result to everybody: as a toast, and in the live region for people who listen. */
export function announce(text: string, tone: 'good' | 'bad' | 'plain' = 'plain'): void {
  if (tone === 'good') toast.success(text)
  else if (tone === 'bad') toast.error(text, { duration: 12_000 })
  else toast(text)
  spoken = text
  for (const tell of listeners) tell()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The one live region of the desk. */
export function Announcer() {
  const text = useSyncExternalStore(
    subscribe,
    () => spoken,
    () => '',
  )
  return (
    <output aria-live="polite" aria-label="Latest result" className="sr-only">
      {text}
    </output>
  )
}
