'use client'

import { useState } from 'react'
import { Badge, type Tone } from '@/app/_components/badge'
import { Button, LinkButton } from '@/app/_components/controls/button'
import { TimeAgo } from '@/app/_components/time/time-ago'
import { paths } from '@/app/_lib/paths'
import type { AccountCard } from '@/lib/stores/accounts-screen'
import { ConnectButton } from './connect-button'
import { DisconnectDialog } from './disconnect-dialog'

const TONES: Record<AccountCard['words']['tone'], Tone> = {
  plain: 'plain',
  good: 'good',
  warn: 'warn',
  bad: 'bad',
}

/** One Lightspeed account: how it stands, its stores, who connected it, and what can be done. */
export function AccountBox({ account, whyNot }: { account: AccountCard; whyNot: string | null }) {
  const [asking, setAsking] = useState(false)
  return (
    <li className="card grid gap-3 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="font-semibold">{account.name}</h2>
        <Badge tone={TONES[account.words.tone]}>{account.words.label}</Badge>
        <span className="text-muted">Account {account.externalId}</span>
      </div>
      <p>{account.words.text}</p>
      <dl className="grid grid-cols-[max-content_1fr] gap-x-4 gap-y-1">
        <dt className="text-muted">Stores</dt>
        <dd className="min-w-0">{account.stores.length > 0 ? account.stores.join(', ') : 'none'}</dd>
        <dt className="text-muted">Stock looked at</dt>
        <dd>{account.stockSeenAt ? <TimeAgo at={account.stockSeenAt} suffix="ago" /> : 'not yet'}</dd>
        <dt className="text-muted">Access renewed</dt>
        <dd>{account.renewedAt ? <TimeAgo at={account.renewedAt} suffix="ago" /> : 'not known'}</dd>
        <dt className="text-muted">Connected</dt>
        <dd>
          {account.connectedAt ? <TimeAgo at={account.connectedAt} suffix="ago" /> : 'not known'}
          {account.connectedBy ? ` by ${account.connectedBy}` : null}
        </dd>
      </dl>
      {account.changes.length > 0 ? <Changes account={account} /> : null}
      <div className="flex flex-wrap gap-2">
        <LinkButton href={paths.saleSettings(account.id)}>
          How sales are written<span className="sr-only"> in {account.name}</span>
        </LinkButton>
        <ConnectButton
          label="Reconnect"
          name={account.name}
          whyNot={whyNot}
          tone={account.state === 'connected' ? 'plain' : 'primary'}
        />
        {account.state === 'disconnected' ? null : (
          <Button
            tone="danger"
            because={whyNot}
            aria-label={`Disconnect ${account.name}`}
            onClick={() => setAsking(true)}
          >
            Disconnect…
          </Button>
        )}
      </div>
      <DisconnectDialog account={account} open={asking} onClose={() => setAsking(false)} />
    </li>
  )
}

function Changes({ account }: { account: AccountCard }) {
  return (
    <details>
      <summary className="cursor-pointer text-muted">What was done to it</summary>
      <ul className="mt-1 grid gap-0.5">
        {account.changes.map((change) => (
          <li key={`${change.at}${change.what}`}>
            {change.by} {change.what} <TimeAgo at={change.at} suffix="ago" />
          </li>
        ))}
      </ul>
    </details>
  )
}
