'use client'

import { useState } from 'react'
import { Button } from '@/app/_components/controls/button'
import { CheckField, RadioCard } from '@/app/_components/controls/choice'
import { Dialog, DialogProblem } from '@/app/_components/controls/dialog'
import { useAsk } from '@/app/_components/controls/use-ask'
import { TextField } from '@/app/_components/controls/field'
import { ROLES, type Role } from '@/lib/access/roles'
import type { TeamScreen } from '@/lib/team/screen'
import { ROLE_WORDS } from '@/lib/team/words'
import { changeRoleAction, inviteAction } from '../actions'

interface Props {
  /** Null: somebody new. */
  person: TeamScreen['people'][number] | null
  stores: TeamScreen['stores']
  onClose: () => void
}

/** Invites somebody, or gives a member another role. */
export function MemberDialog({ person, stores, onClose }: Props) {
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>(person?.role ?? 'manager')
  const [storeIds, setStoreIds] = useState<string[]>(person?.storeIds ?? [])
  const { busy, problem, ask } = useAsk(onClose)
  const missing =
    person === null && (name.trim() === '' || !email.includes('@'))
      ? 'Fill in the name and the address first.'
      : role === 'store' && storeIds.length === 0
        ? 'Choose at least one store.'
        : null
  const confirm = () =>
    void ask(() =>
      person
        ? changeRoleAction({ userId: person.userId, role, storeIds })
        : inviteAction({ name, email: email.trim(), role, storeIds }),
    )
  return (
    <Dialog
      open
      onClose={onClose}
      title={person ? `Change ${person.name}` : 'Invite somebody'}
      answers={
        <>
          <Button onClick={onClose}>Go back</Button>
          <Button
            tone="primary"
            busy={busy}
            because={missing ?? (person && role !== 'owner' ? person.stays : null)}
            showReason={missing === null}
            onClick={confirm}
          >
            {person ? 'Save' : 'Invite'}
          </Button>
        </>
      }
    >
      <DialogProblem>{problem}</DialogProblem>
      {person ? null : (
        <div className="mb-4 grid gap-3 sm:grid-cols-2">
          <TextField
            label="Name"
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <TextField
            label="Email"
            type="email"
            maxLength={254}
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        </div>
      )}
      <fieldset className="grid gap-2">
        <legend className="mb-1 font-medium">Role</legend>
        {ROLES.map((each) => (
          <RadioCard
            key={each}
            name="role"
            title={ROLE_WORDS[each].title}
            checked={role === each}
            onChoose={() => setRole(each)}
          >
            {ROLE_WORDS[each].may}
          </RadioCard>
        ))}
      </fieldset>
      {role === 'store' ? (
        <fieldset className="mt-3 grid gap-1 sm:grid-cols-2">
          <legend className="mb-1 font-medium">Stores they see</legend>
          {stores.map((store) => (
            <CheckField
              key={store.id}
              label={store.name}
              checked={storeIds.includes(store.id)}
              onChange={(on) =>
                setStoreIds((before) => (on ? [...before, store.id] : before.filter((id) => id !== store.id)))
              }
            />
          ))}
        </fieldset>
      ) : null}
    </Dialog>
  )
}
