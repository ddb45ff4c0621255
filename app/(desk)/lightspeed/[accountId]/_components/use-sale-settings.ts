import { useRouter } from 'next/navigation'
import { useEffect, useState, useTransition } from 'react'
import { announce } from '@/app/_components/announcer'
import type { SaleSettingsScreen } from '@/lib/orders/sale-settings/screen'
import type { SaleSettings } from '@/lib/pos-accounts/sale-settings'
import { changeSaleSettingsAction, readChoicesAgainAction } from '../actions'
import { draftOf, rebase, sameDraft } from './draft'

/** How often is looked whether a reading of Lightspeed is done. */
const READING_POLL_MS = 1_500
const NO_ANSWER = 'No connection. Nothing is known about the result yet: reload this page to see it.'

/**
 * The settings as they are being changed, and the one way to store them. What is changed stays when somebody else saves
 * meanwhile or Lightspeed is read again: it is laid over what is stored then.
 */
export function useSaleSettings(screen: SaleSettingsScreen) {
  const router = useRouter()
  const stored = draftOf(screen)
  const [base, setBase] = useState(stored)
  const [draft, setDraft] = useState(stored)
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState<'save' | 'read' | null>(null)
  const [refreshing, startTransition] = useTransition()
  if (!sameDraft(base, stored)) {
    setBase(stored)
    setDraft(rebase(draft, base, stored))
  }
  const reading = screen.readAt === null && screen.state === 'connected'
  useEffect(() => {
    if (!reading) return
    const timer = setInterval(() => {
      if (!document.hidden) router.refresh()
    }, READING_POLL_MS)
    return () => clearInterval(timer)
  }, [reading, router])

  const act = async (name: 'save' | 'read', call: () => Promise<{ ok: boolean; message: string }>) => {
    setBusy(name)
    setProblem(null)
    try {
      const answer = await call()
      if (answer.ok) announce(answer.message, 'good')
      else setProblem(answer.message)
    } catch {
      setProblem(NO_ANSWER)
    } finally {
      setBusy(null)
      startTransition(() => router.refresh())
    }
  }
  const { posAccountId, version } = screen
  return {
    draft,
    change: (part: Partial<SaleSettings>) =>
      setDraft((before) => ({ ...before, settings: { ...before.settings, ...part } })),
    chooseRegister: (storeId: string, registerId: string) =>
      setDraft((before) => ({ ...before, registers: { ...before.registers, [storeId]: registerId } })),
    dirty: !sameDraft(draft, stored),
    undo: () => {
      setDraft(stored)
      setProblem(null)
    },
    save: () => act('save', () => changeSaleSettingsAction({ posAccountId, version, ...draft })),
    readAgain: () => act('read', () => readChoicesAgainAction({ posAccountId })),
    /** Why the last thing asked for was not done. */
    problem,
    reading,
    busy: busy ?? (refreshing && !reading ? 'refresh' : null),
  }
}

export type SaleSettingsDesk = ReturnType<typeof useSaleSettings>
