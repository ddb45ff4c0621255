'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { announce } from '@/app/_components/announcer'
import { Button } from '@/app/_components/controls/button'
import { TimeAgo } from '@/app/_components/time/time-ago'
import { paths } from '@/app/_lib/paths'
import type { SaleSettingsScreen } from '@/lib/orders/sale-settings/screen'
import type { SaleSettings } from '@/lib/pos-accounts/sale-settings'
import { changeSaleSettingsAction } from '../actions'
import { BalanceSection } from './balance-section'
import { PaymentSection } from './payment-section'
import { PeopleSection } from './people-section'

/** What the person has made of the settings so far. */
export interface SaleSettingsDraft {
  settings: SaleSettings
  /** Store id → register id, of stores that have one. */
  registers: Record<string, string>
}

export interface SectionProps {
  screen: SaleSettingsScreen
  draft: SaleSettingsDraft
  change: (part: Partial<SaleSettings>) => void
}

const draftOf = ({ settings, stores }: SaleSettingsScreen): SaleSettingsDraft => ({
  settings,
  registers: Object.fromEntries(
    stores.flatMap(({ id, registerId }) => (registerId ? [[id, registerId]] : [])),
  ),
})

export function SaleSettingsForm({ screen }: { screen: SaleSettingsScreen }) {
  const router = useRouter()
  const stored = draftOf(screen)
  const [draft, setDraft] = useState(stored)
  const [saving, setSaving] = useState(false)
  const [refreshing, startTransition] = useTransition()
  const dirty = JSON.stringify(draft) !== JSON.stringify(stored)
  const change = (part: Partial<SaleSettings>) =>
    setDraft((before) => ({ ...before, settings: { ...before.settings, ...part } }))
  const save = async () => {
    setSaving(true)
    try {
      const { posAccountId, version } = screen
      const answer = await changeSaleSettingsAction({ posAccountId, version, ...draft })
      announce(answer.message, answer.ok ? 'good' : 'bad')
      if (answer.ok) startTransition(() => router.refresh())
    } catch {
      announce('No connection. Nothing is known about the result yet: reload this page to see it.', 'bad')
    } finally {
      setSaving(false)
    }
  }
  const whyNot =
    screen.whyNot ??
    (screen.choices ? null : 'Employees and payment types have not been read from Lightspeed yet.') ??
    (dirty ? null : 'There is nothing new to save.')
  const section = { screen, draft, change }
  return (
    <main className="mx-auto grid max-w-[60rem] gap-4 px-3 py-4 sm:px-5">
      <header>
        <p className="text-muted">
          <Link className="text-accent underline underline-offset-2" href={paths.lightspeed()}>
            Lightspeed accounts
          </Link>{' '}
          / {screen.name}
        </p>
        <h1 className="text-2xl font-semibold tracking-tight">How sales are written</h1>
        <p className="mt-1 text-muted">
          What every sale made in {screen.name} carries. Sales that are there already stay as they are.
        </p>
      </header>
      <PeopleSection
        {...section}
        chooseRegister={(storeId, registerId) =>
          setDraft((before) => ({ ...before, registers: { ...before.registers, [storeId]: registerId } }))
        }
      />
      <PaymentSection {...section} />
      <BalanceSection {...section} />
      <section
        aria-label="Save"
        data-foot-bar
        className="sticky bottom-0 z-10 -mx-3 flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line bg-surface px-3 py-3 sm:-mx-5 sm:px-5"
      >
        <p className="min-w-0 flex-1 basis-48 text-muted">
          <StoredLine screen={screen} dirty={dirty} />
        </p>
        <div className="flex flex-wrap gap-2">
          {dirty ? (
            <Button tone="quiet" onClick={() => setDraft(stored)}>
              Undo changes
            </Button>
          ) : null}
          <Button
            tone={whyNot === null ? 'primary' : 'plain'}
            because={whyNot}
            busy={saving || refreshing}
            onClick={() => void save()}
          >
            {saving ? 'Saving…' : 'Save'}
          </Button>
        </div>
      </section>
    </main>
  )
}

function StoredLine({ screen, dirty }: { screen: SaleSettingsScreen; dirty: boolean }) {
  if (screen.whyNot) return screen.whyNot
  if (!screen.choices)
    return 'Employees and payment types are being read from Lightspeed. Reload in a minute.'
  if (dirty) return <span className="font-medium text-warn">Not saved yet.</span>
  if (!screen.changed) return 'As it was chosen when the account was connected.'
  return (
    <>
      {screen.changed.by} saved this <TimeAgo at={screen.changed.at} suffix="ago" />.
    </>
  )
}
