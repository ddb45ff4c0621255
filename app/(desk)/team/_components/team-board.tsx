'use client'

import { useState } from 'react'
import { Badge } from '@/app/_components/badge'
import { Button } from '@/app/_components/controls/button'
import type { TeamScreen } from '@/lib/team/screen'
import { ROLE_WORDS } from '@/lib/team/words'
import { MemberDialog } from './member-dialog'
import { RemoveDialog } from './remove-dialog'

type Person = TeamScreen['people'][number]
type Open = { kind: 'invite' } | { kind: 'change' | 'remove'; person: Person }

/** Everybody who works here, as what; owners invite, change and remove. */
export function TeamBoard({ team }: { team: TeamScreen }) {
  const [open, setOpen] = useState<Open | null>(null)
  const close = () => setOpen(null)
  const nameOf = new Map(team.stores.map((store) => [store.id, store.name]))
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        <h1 className="text-xl font-semibold">Team</h1>
        <Button tone="primary" because={team.whyNot} onClick={() => setOpen({ kind: 'invite' })}>
          Invite somebody…
        </Button>
      </div>
      <ul aria-label="People" className="card divide-y divide-line">
        {team.people.map((person) => (
          <li key={person.userId} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
            <div className="min-w-0 flex-1 basis-60">
              <p className="flex flex-wrap items-center gap-2 font-semibold">
                {person.name}
                {person.self ? <Badge tone="plain">You</Badge> : null}
              </p>
              <p className="text-muted [overflow-wrap:anywhere]">{person.email}</p>
            </div>
            <div className="min-w-0 flex-1 basis-60">
              <p className="font-medium">{ROLE_WORDS[person.role].title}</p>
              <p className="text-muted">
                {person.role === 'store'
                  ? person.storeIds.map((id) => nameOf.get(id) ?? 'a store that is gone').join(', ')
                  : ROLE_WORDS[person.role].may}
              </p>
            </div>
            <div className="flex gap-2">
              <Button
                small
                aria-label={`Change ${person.name}…`}
                because={team.whyNot}
                onClick={() => setOpen({ kind: 'change', person })}
              >
                Change…
              </Button>
              <Button
                small
                tone="danger"
                because={team.whyNot ?? person.stays}
                aria-label={`Remove ${person.name}…`}
                onClick={() => setOpen({ kind: 'remove', person })}
              >
                Remove…
              </Button>
            </div>
          </li>
        ))}
      </ul>
      {open?.kind === 'invite' ? <MemberDialog person={null} stores={team.stores} onClose={close} /> : null}
      {open?.kind === 'change' ? (
        <MemberDialog person={open.person} stores={team.stores} onClose={close} />
      ) : null}
      {open?.kind === 'remove' ? <RemoveDialog person={open.person} onClose={close} /> : null}
    </>
  )
}
