'use client'

import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import { paths } from '@/app/_lib/paths'
import { LEADER_MS, meaningOf, type ShortcutId } from './shortcuts'
import { handlerOf, keysOn, useShortcuts } from './use-shortcuts'

// Both are opened by a key, so that no page has to load them first.
const KeyHelp = dynamic(() => import('./key-help').then((module) => module.KeyHelp))
const Palette = dynamic(() => import('./palette').then((module) => module.Palette))

/** Listens to the keys of the desk. Letters mean nothing while somebody types or answers a dialog. */
export function Keys() {
  const router = useRouter()
  const [open, setOpen] = useState<'help' | 'palette' | null>(null)
  useShortcuts({
    help: () => setOpen('help'),
    palette: () => setOpen('palette'),
    'go-queue': () => router.push(paths.queue()),
    'go-transfers': () => router.push(paths.transfers()),
    'go-integrations': () => router.push(paths.integrations()),
  })
  useListener(open !== null)
  const close = () => setOpen(null)
  return (
    <>
      {open === 'help' ? <KeyHelp onClose={close} /> : null}
      {open === 'palette' ? <Palette onClose={close} /> : null}
    </>
  )
}

/** `opening`: a dialog is asked for that may not be there yet; until it is, letters would act on what lies beneath. */
function useListener(opening: boolean) {
  const leader = useRef<{ key: string; atMs: number } | null>(null)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (opening) return
      const first =
        leader.current && event.timeStamp - leader.current.atMs < LEADER_MS ? leader.current.key : null
      leader.current = null
      const meaning = meaningOf(event, first)
      if (meaning === null || event.defaultPrevented || event.repeat || !mayMean(event, meaning)) return
      if (meaning === 'leads') {
        leader.current = { key: event.key.toUpperCase(), atMs: event.timeStamp }
        return
      }
      const handler = handlerOf(meaning)
      if (!handler) return
      event.preventDefault()
      handler()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [opening])
}

function mayMean(event: KeyboardEvent, meaning: ShortcutId | 'leads'): boolean {
  // A key of the browser's own kind, so it works while typing too, and cannot be pressed by chance.
  if (meaning === 'palette') return !asks()
  return keysOn() && !types(event.target) && !asks()
}

const types = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input:not([type=checkbox], [type=radio]), textarea, select'))

const asks = (): boolean => document.querySelector('[role=dialog], [role=alertdialog], [role=menu]') !== null
