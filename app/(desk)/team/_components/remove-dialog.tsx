'use client'

import { Button } from '@/app/_components/controls/button'
import { Dialog, DialogProblem } from '@/app/_components/controls/dialog'
import { useAsk } from '@/app/_components/controls/use-ask'
import type { TeamScreen } from '@/lib/team/screen'
import { removeAction } from '../actions'

/** Says what removing somebody does and does not do. */
export function RemoveDialog(props: { person: TeamScreen['people'][number]; onClose: () => void }) {
  const { person, onClose } = props
  const { busy, problem, ask } = useAsk(onClose)
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Remove ${person.name}?`}
      answers={
        <>
          <Button onClick={onClose}>Go back</Button>
          <Button
            tone="danger"
            busy={busy}
            onClick={() => void ask(() => removeAction({ userId: person.userId }))}
          >
            Remove {person.name}
          </Button>
        </>
      }
    >
      <DialogProblem>{problem}</DialogProblem>
      <p>
        {person.self ? 'You see' : 'They see'} nothing here any more, at once. What was assigned to{' '}
        {person.self ? 'you' : 'them'} is nobody’s; what {person.self ? 'you' : 'they'} did stays in the
        history.
      </p>
    </Dialog>
  )
}
