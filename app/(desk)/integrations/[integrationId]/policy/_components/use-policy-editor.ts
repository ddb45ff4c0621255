'use client'

import { useRouter } from 'next/navigation'
import { useMemo, useState, useTransition } from 'react'
import { announce } from '@/app/_components/announcer'
import type { Answer } from '@/app/_lib/action'
import { formatMoney } from '@/lib/money'
import type { PolicyScreen } from '@/lib/integrations/policy/screen'
import { policySentence, policyWarnings, type PolicyWords } from '@/lib/routing/explaining/explain-policy'
import type { PolicyBody } from '@/lib/routing/types'
import { formOf, readForm, samePolicy, type PolicyForm } from './form/policy-form'

/**
 * The policy as it is being edited, and the one way to change what is stored. What is typed stays when somebody else
 * changed the policy meanwhile: the person is told, sees what is there now, and decides.
 */
export function usePolicyEditor(screen: PolicyScreen) {
  const router = useRouter()
  const { currency, stores } = screen
  const storeIds = useMemo(() => stores.map((store) => store.id), [stores])
  const stored = screen.draft?.body ?? screen.live.body
  const [form, setForm] = useState(() => formOf(stored, storeIds, currency))
  const [busy, setBusy] = useState<string | null>(null)
  const [refreshing, startTransition] = useTransition()
  const { body, problems } = useMemo(() => readForm(form, currency), [form, currency])
  const words = useMemo(() => wordsOf(screen), [screen])
  const show = (policy: PolicyBody) => setForm(formOf(policy, storeIds, currency))

  /** `after` is the policy to show once it is done. Answers null, or the reason it was not done. */
  const act = async (
    name: string,
    call: () => Promise<Answer>,
    after: PolicyBody,
  ): Promise<string | null> => {
    setBusy(name)
    try {
      const answer = await call()
      announce(answer.message, answer.ok ? 'good' : 'bad')
      if (answer.ok) show(after)
      return answer.ok ? null : answer.message
    } catch {
      const message = 'No connection. Nothing is known about the result yet: reload this page to see it.'
      announce(message, 'bad')
      return message
    } finally {
      setBusy(null)
      startTransition(() => router.refresh())
    }
  }
  const change = (part: Partial<PolicyForm>) => setForm((old) => ({ ...old, ...part }))
  return {
    form,
    change,
    body,
    problems,
    words,
    sentence: policySentence(body, words),
    warnings: policyWarnings(body, stores),
    dirty: Object.keys(problems).length > 0 || !samePolicy(body, stored, currency),
    undo: () => show(stored),
    act,
    busy: busy ?? (refreshing ? 'refresh' : null),
  }
}

export type PolicyDesk = ReturnType<typeof usePolicyEditor>

function wordsOf({ stores, currency }: PolicyScreen): PolicyWords {
  const names = new Map(stores.map((store) => [store.id, store.name]))
  return {
    storeName: (id) => names.get(id) ?? 'one store',
    money: (minor) => formatMoney({ minor, currency }),
  }
}
