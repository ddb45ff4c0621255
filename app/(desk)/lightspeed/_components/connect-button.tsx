'use client'

import { useState } from 'react'
import { announce } from '@/app/_components/announcer'
import { Button, type ButtonTone } from '@/app/_components/controls/button'
import { beginConnectionAction } from '../actions'

/** Leads to Lightspeed's own page, where the person allows us to use the account they are signed in to. */
export function ConnectButton(props: {
  label: string
  /** Of the account, for people who listen. */
  name?: string
  whyNot: string | null
  tone?: ButtonTone
}) {
  const [leaving, setLeaving] = useState(false)
  const connect = async () => {
    setLeaving(true)
    try {
      const answer = await beginConnectionAction({})
      if (answer.ok) return window.location.assign(answer.url)
      announce(answer.message, 'bad')
    } catch {
      announce('No connection. Nothing was changed.', 'bad')
    }
    setLeaving(false)
  }
  return (
    <Button
      tone={props.tone ?? 'primary'}
      because={props.whyNot}
      busy={leaving}
      {...(props.name ? { 'aria-label': `${props.label} ${props.name}` } : {})}
      onClick={() => void connect()}
    >
      {leaving ? 'Lightspeed opens…' : props.label}
    </Button>
  )
}
