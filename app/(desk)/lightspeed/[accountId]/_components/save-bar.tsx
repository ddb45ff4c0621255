import { Button } from '@/app/_components/controls/button'
import { WarnIcon } from '@/app/_components/icons'
import { TimeAgo } from '@/app/_components/time/time-ago'
import type { SectionProps } from './sale-settings-form'

/** What is stored, what is not, and why it was not; always in reach. */
export function SaveBar({ screen, desk }: SectionProps) {
  const { dirty, busy, problem } = desk
  const whyNot =
    screen.whyNot ??
    (screen.choices ? null : 'Employees and payment types have not been read from Lightspeed yet.') ??
    (dirty ? null : 'There is nothing new to save.')
  return (
    <section
      aria-label="Save"
      data-foot-bar
      className="sticky bottom-0 z-10 -mx-3 mt-4 flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line bg-surface px-3 py-3 sm:-mx-5 sm:px-5"
    >
      {problem ? (
        <p
          role="alert"
          className="flex basis-full items-start gap-2 rounded-md bg-bad-wash px-3 py-2 text-bad"
        >
          <WarnIcon />
          <span>{problem}</span>
        </p>
      ) : null}
      <p className="min-w-0 flex-1 basis-48 text-muted">
        <StoredLine screen={screen} desk={desk} />
      </p>
      {screen.whyNot === null ? (
        <div className="flex flex-wrap gap-2">
          {dirty ? (
            <Button tone="quiet" busy={busy !== null} onClick={desk.undo}>
              Undo changes
            </Button>
          ) : null}
          <Button
            tone={whyNot === null ? 'primary' : 'plain'}
            because={whyNot}
            busy={busy !== null}
            onClick={() => void desk.save()}
          >
            {busy === 'save' ? 'Saving…' : 'Save'}
          </Button>
        </div>
      ) : null}
    </section>
  )
}

function StoredLine({ screen, desk }: SectionProps) {
  if (screen.whyNot) return screen.whyNot
  if (desk.dirty) return <span className="font-medium text-warn">Not saved yet.</span>
  if (!screen.changed) return 'As it was chosen when the account was connected.'
  return (
    <>
      {screen.changed.by} saved this <TimeAgo at={screen.changed.at} suffix="ago" />.
    </>
  )
}
