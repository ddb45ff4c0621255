'use client'

import { useState } from 'react'
import { announce } from '@/app/_components/announcer'
import { Button } from '@/app/_components/controls/button'
import { replanAllAction } from '../actions'

/** Plans all held orders again together; what changes shows in the list by itself. */
export function ReplanButton({ because }: { because: string | null }) {
  const [busy, setBusy] = useState(false)
  const press = async () => {
    setBusy(true)
    try {
      const answer = await replanAllAction({})
      // Reading has only been asked for: nothing is achieved yet.
      announce(answer.message, answer.ok ? 'plain' : 'bad')
    } catch {
      announce('No connection. Nothing is known about the result yet: the list will show it.', 'bad')
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button small busy={busy} because={because} onClick={() => void press()}>
      Plan all held orders again
    </Button>
  )
}
