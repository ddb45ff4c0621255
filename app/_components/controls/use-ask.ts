'use client'

import { useState } from 'react'
import { announce } from '../announcer'
import type { Answer } from '@/app/_lib/action'

/** Asks the server once at a time; what it refuses is shown where it was asked, what it did is said aloud. */
export function useAsk(onDone: () => void) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const ask = async (call: () => Promise<Answer>) => {
    setBusy(true)
    try {
      const answer = await call()
      // Said aloud as well: whoever asked may have closed what would show it.
      announce(answer.message, answer.ok ? 'good' : 'bad')
      if (!answer.ok) return setProblem(answer.message)
      onDone()
    } catch {
      setProblem('No connection. Nothing is known about the result: reload the page to see it.')
    } finally {
      setBusy(false)
    }
  }
  return { busy, problem, ask }
}
