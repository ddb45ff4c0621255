'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { Badge } from '@/app/_components/badge'
import { EmptyState } from '@/app/_components/empty-state'
import { TimeAgo } from '@/app/_components/time/time-ago'
import { paths } from '@/app/_lib/paths'
import { adviceOf, checksSentence } from '@/lib/orders/verify/checks-words'
import type { AccountChecks, ChecksScreen } from '@/lib/orders/verify/checks-screen'
import { checksOptions } from '../query-options'

/** The comparison of every account, live. */
export function ChecksBoard({ initial }: { initial: ChecksScreen }) {
  const { data: screen, error } = useQuery({ ...checksOptions(), initialData: initial })
  if (screen.accounts.length === 0)
    return (
      <div className="card">
        <EmptyState title="There is nothing to compare yet">
          Once a Lightspeed account is connected, its sales are compared here.
        </EmptyState>
      </div>
    )
  return (
    <div className="grid gap-4">
      {error ? (
        <p role="alert" className="rounded-md bg-warn-wash px-3 py-2 text-warn">
          What you see may be out of date: {error.message}
        </p>
      ) : null}
      <p className="text-lg font-medium">{checksSentence(screen)}</p>
      <ul className="grid gap-3" aria-label="Accounts">
        {screen.accounts.map((account) => (
          <AccountChecksBox key={account.id} account={account} />
        ))}
      </ul>
      {screen.attention > 0 ? (
        <p>
          <Link href={paths.queue({ tab: 'attention' })} className="font-medium text-accent underline">
            Open the orders in attention
          </Link>
        </p>
      ) : null}
    </div>
  )
}

function AccountChecksBox({ account }: { account: AccountChecks }) {
  const wrong = account.lost + account.doubled + account.altered
  const advice = adviceOf(account)
  return (
    <li className="card grid gap-3 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="font-semibold">{account.name}</h2>
        {account.off ? <Badge tone="bad">Pushing is off</Badge> : null}
        {wrong > 0 ? <Badge tone="bad">Does not agree</Badge> : null}
        {wrong === 0 && account.readAt ? <Badge tone="good">Agrees</Badge> : null}
        <span className="text-muted">
          {account.readAt ? (
            <>
              Last read <TimeAgo at={account.readAt} suffix="ago" />
            </>
          ) : (
            'Not read yet'
          )}
        </span>
      </div>
      {account.off ? (
        <p role="alert" className="rounded-md bg-bad-wash px-3 py-2 text-bad">
          {account.off.because} Off since <TimeAgo at={account.off.since} suffix="ago" />.
        </p>
      ) : null}
      <dl className="grid grid-cols-[max-content_1fr] gap-x-4 gap-y-1 tabular-nums">
        <Figure label="Sales compared" value={account.sales} />
        <Figure label="Lost" value={account.lost} />
        <Figure label="Doubled" value={account.doubled} />
        <Figure label="Otherwise than asked for" value={account.altered} />
      </dl>
      {advice.length > 0 ? (
        <ul className="grid gap-1">
          {advice.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      ) : null}
    </li>
  )
}

function Figure({ label, value }: { label: string; value: number }) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd>{value}</dd>
    </>
  )
}
