'use client'

import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { announce } from '@/app/_components/announcer'
import { Button } from '@/app/_components/controls/button'
import { RadioCard } from '@/app/_components/controls/choice'
import { Section } from '@/app/_components/section'
import { TimeAgo } from '@/app/_components/time/time-ago'
import type { ReplanOrderScreen } from '@/lib/orders/commands/replan-order'
import { REPLAN_ORDERS } from '@/lib/routing/explaining/explain-policy'
import type { ReplanOrder } from '@/lib/routing/replan'
import { changeReplanOrderAction } from '../actions'

const ORDERS: ReplanOrder[] = ['oldest-first', 'most-valuable-first', 'most-orders-cleared']

/** Which held order comes first; for all channels together, since they share the stock. */
export function HeldOrdersCard({ screen }: { screen: ReplanOrderScreen }) {
  const router = useRouter()
  const [wanted, setWanted] = useState(screen.current)
  const [saving, setSaving] = useState(false)
  const [refreshing, startTransition] = useTransition()
  const save = async () => {
    setSaving(true)
    try {
      const answer = await changeReplanOrderAction({ seen: screen.current, wanted })
      announce(answer.message, answer.ok ? 'good' : 'bad')
    } catch {
      announce('No connection. Nothing is known about the result yet: reload this page to see it.', 'bad')
    } finally {
      setSaving(false)
      startTransition(() => router.refresh())
    }
  }
  const whyNot = screen.whyNot ?? (wanted === screen.current ? 'There is nothing new to save.' : null)
  return (
    <Section title="Held orders" className="mt-6">
      <fieldset className="px-4">
        <legend className="mb-2 text-muted">
          When several held orders, of whatever channel, wait for the same units, which comes first?
        </legend>
        <div className="grid gap-2 md:grid-cols-3">
          {ORDERS.map((order) => (
            <RadioCard
              key={order}
              name="replan-order"
              title={REPLAN_ORDERS[order].title}
              checked={wanted === order}
              onChoose={() => setWanted(order)}
            >
              {REPLAN_ORDERS[order].text}
            </RadioCard>
          ))}
        </div>
      </fieldset>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3">
        <p className="min-w-0 flex-1 basis-60 text-muted">
          {screen.whyNot ?? <StoredLine screen={screen} wanted={wanted} />}
        </p>
        <Button
          tone={whyNot === null ? 'primary' : 'plain'}
          because={whyNot}
          busy={saving || refreshing}
          onClick={() => void save()}
        >
          {saving ? 'Saving…' : 'Save'}
        </Button>
      </div>
    </Section>
  )
}

function StoredLine({ screen, wanted }: { screen: ReplanOrderScreen; wanted: ReplanOrder }) {
  if (wanted !== screen.current)
    return (
      <>
        <span className="font-medium text-warn">Not saved yet.</span> Until then:{' '}
        {REPLAN_ORDERS[screen.current].title.toLowerCase()}.
      </>
    )
  if (!screen.chosen) return 'Nothing is pushed by this: orders that can now be filled become ready.'
  return (
    <>
      {screen.chosen.by} chose this <TimeAgo at={screen.chosen.at} suffix="ago" />.
    </>
  )
}
