'use client'

import Link from 'next/link'
import { Button } from '@/app/_components/controls/button'
import { BackIcon } from '@/app/_components/icons'
import { TimeAgo } from '@/app/_components/time/time-ago'
import { paths } from '@/app/_lib/paths'
import type { SaleSettingsScreen } from '@/lib/orders/sale-settings/screen'
import { BalanceSection } from './balance-section'
import { PaymentSection } from './payment-section'
import { PeopleSection } from './people-section'
import { SaveBar } from './save-bar'
import { useSaleSettings, type SaleSettingsDesk } from './use-sale-settings'

export interface SectionProps {
  screen: SaleSettingsScreen
  desk: SaleSettingsDesk
}

/** Everything about the sales of one Lightspeed account that people choose. Who may not change it reads it. */
export function SaleSettingsForm({ screen }: { screen: SaleSettingsScreen }) {
  const desk = useSaleSettings(screen)
  return (
    <main className="mx-auto max-w-[60rem] px-3 pt-4 sm:px-5 [&_:focus-visible]:scroll-mt-24 sm:[&_:focus-visible]:scroll-mt-16 [&_:focus-visible]:scroll-mb-28">
      <header className="mb-4">
        <Link
          href={paths.lightspeed()}
          className="mb-1 inline-flex min-h-6 items-center gap-1 text-muted hover:text-ink"
        >
          <BackIcon />
          Lightspeed accounts
        </Link>
        <h1 className="text-2xl font-semibold tracking-tight">How sales are written</h1>
        <p className="mt-1 text-muted">
          What the sales we make in {screen.name} carry. Sales that are there already stay as they are.
        </p>
        <ReadLine screen={screen} desk={desk} />
      </header>
      {screen.choices ? (
        <fieldset disabled={screen.whyNot !== null} className="grid min-w-0 gap-4">
          <legend className="sr-only">Settings</legend>
          <PeopleSection screen={screen} desk={desk} />
          <PaymentSection screen={screen} desk={desk} />
          <BalanceSection screen={screen} desk={desk} />
        </fieldset>
      ) : (
        <p className="card px-4 py-3">
          Employees and payment types have not been read from Lightspeed yet.{' '}
          {desk.reading ? 'They show here as soon as they are.' : 'Press Read again.'}
        </p>
      )}
      <SaveBar screen={screen} desk={desk} />
    </main>
  )
}

/** How old what can be chosen is, and a way to have it read anew. */
function ReadLine({ screen, desk }: SectionProps) {
  return (
    <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1">
      <p className="text-muted">
        {screen.readAt ? (
          <>
            Registers, employees and payment types read <TimeAgo at={screen.readAt} suffix="ago" />
          </>
        ) : desk.reading ? null : (
          'Lightspeed cannot be read: this account is not connected.'
        )}
        {/* Apart, so that only this is told to those who listen, not each passing minute. */}
        <output aria-label="Reading" aria-busy={desk.reading}>
          {desk.reading
            ? 'Lightspeed is being read. This may take a minute while pushes are under way.'
            : null}
        </output>
      </p>
      <Button
        small
        because={screen.whyNotReadAgain}
        busy={desk.busy !== null || desk.reading}
        onClick={() => void desk.readAgain()}
      >
        Read again
      </Button>
    </div>
  )
}
