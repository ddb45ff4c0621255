import { Button } from '@/app/_components/controls/button'
import { TimeAgo } from '@/app/_components/time/time-ago'
import type { PolicyScreen } from '@/lib/integrations/policy/screen'
import { discardDraftAction, saveDraftAction } from '../actions'
import type { PolicyDesk } from './use-policy-editor'

interface Props {
  desk: PolicyDesk
  screen: PolicyScreen
  onLive: () => void
}

/** What is stored, what is not, and what can be done about it; always in reach. */
export function EditorBar({ desk, screen, onLive }: Props) {
  const { busy, dirty } = desk
  const seen = { integrationId: screen.integrationId, revision: screen.revision }
  const unfinished = Object.keys(desk.problems).length > 0
  const whyNotSave =
    screen.whyNot ??
    (unfinished ? 'Fill in what is marked first.' : dirty ? null : 'There is nothing new to save.')
  const whyNotLive =
    screen.whyNot ?? (dirty ? 'Save the draft first.' : screen.draft ? null : 'This is what is live.')
  return (
    <section
      aria-label="Draft"
      data-foot-bar
      className="sticky bottom-0 z-10 -mx-3 mt-4 flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line bg-surface px-3 py-3 sm:-mx-5 sm:px-5"
    >
      <p className="min-w-0 flex-1 basis-48 text-muted">
        <StoredLine desk={desk} screen={screen} />
      </p>
      <div className="flex flex-wrap gap-2">
        {dirty ? (
          <Button tone="quiet" aria-label="Undo changes" title="Undo changes" onClick={desk.undo}>
            Undo
          </Button>
        ) : null}
        {screen.draft && !dirty ? (
          <Button
            tone="quiet"
            because={screen.whyNot}
            busy={busy !== null}
            onClick={() => void desk.act('discard', () => discardDraftAction(seen), screen.live.body)}
          >
            Discard draft
          </Button>
        ) : null}
        <Button
          tone={dirty ? 'primary' : 'plain'}
          because={whyNotSave}
          busy={busy !== null}
          onClick={() =>
            void desk.act('save', () => saveDraftAction({ ...seen, body: desk.body }), desk.body)
          }
        >
          {busy === 'save' ? 'Saving…' : 'Save draft'}
        </Button>
        <Button tone="primary" because={whyNotLive} busy={busy !== null} onClick={onLive}>
          Make it live…
        </Button>
      </div>
    </section>
  )
}

function StoredLine({ desk, screen }: Omit<Props, 'onLive'>) {
  if (screen.whyNot) return screen.whyNot
  if (desk.dirty) return <span className="font-medium text-warn">Not saved yet.</span>
  if (!screen.draft) return `Version ${screen.live.version} is live. Change something to make a draft.`
  return (
    <>
      {screen.draft.by} saved this draft <TimeAgo at={screen.draft.at} suffix="ago" />. Version{' '}
      {screen.live.version} is live meanwhile.
    </>
  )
}
