'use client'

import { useQuery } from '@tanstack/react-query'
import { EmptyState } from '@/app/_components/empty-state'
import { Badge } from '@/app/_components/badge'
import { WarnIcon } from '@/app/_components/icons'
import type { AccountsScreen } from '@/lib/stores/accounts-screen'
import { accountsOptions } from '../query-options'
import { AccountBox } from './account-box'
import { ConnectButton } from './connect-button'

/** Every Lightspeed account and what becomes of a connection, live. */
export function AccountsDesk({ initial, came }: { initial: AccountsScreen; came: string | null }) {
  const { data: screen, error } = useQuery({ ...accountsOptions(), initialData: initial })
  const { accounts, connection, whyNot } = screen
  const connect = (label: string) => <ConnectButton label={label} whyNot={whyNot} />
  return (
    <div className="grid gap-4">
      {came ? (
        <p role="alert" className="flex items-start gap-2 rounded-md bg-warn-wash px-3 py-2 text-warn">
          <WarnIcon />
          <span>{came}</span>
        </p>
      ) : null}
      {error ? (
        <p role="alert" className="rounded-md bg-warn-wash px-3 py-2 text-warn">
          What you see may be out of date: {error.message}
        </p>
      ) : null}
      {connection ? (
        <output
          aria-label="Connection"
          className="card flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-3"
          aria-busy={!connection.over}
        >
          <Badge tone={connection.tone}>{connection.label}</Badge>
          <span className="min-w-0 flex-1 basis-60">{connection.text}</span>
          <span className="text-muted">Begun by {connection.by}</span>
        </output>
      ) : null}
      {accounts.length === 0 ? (
        <div className="card">
          <EmptyState title="No Lightspeed account is connected yet" action={connect('Connect Lightspeed')}>
            Your stores come from there. Until one is connected, orders wait.
          </EmptyState>
        </div>
      ) : (
        <>
          <ul className="grid gap-3" aria-label="Accounts">
            {accounts.map((account) => (
              <AccountBox key={account.id} account={account} whyNot={whyNot} />
            ))}
          </ul>
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
            {connect('Connect another account')}
            <p className="min-w-0 flex-1 basis-60 text-muted">
              {whyNot ?? 'Be signed in at Lightspeed to the account you mean before you press it.'}
            </p>
          </div>
        </>
      )}
    </div>
  )
}
