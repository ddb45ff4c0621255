import { Badge } from '@/app/_components/badge'
import { Button } from '@/app/_components/controls/button'
import { Section } from '@/app/_components/section'
import { CheckIcon } from '@/app/_components/icons'
import { ClockTime } from '@/app/_components/time/time-ago'
import type { PolicyScreen } from '@/lib/integrations/policy/screen'
import { policySentence } from '@/lib/routing/explaining/explain-policy'
import { draftFromVersionAction } from '../actions'
import type { PolicyDesk } from './use-policy-editor'

/** Every version that is or was live, with who made it so; a past one can come back as a draft. */
export function VersionList({ desk, screen }: { desk: PolicyDesk; screen: PolicyScreen }) {
  const whyNotBack =
    screen.whyNot ??
    (screen.draft
      ? 'A draft is waiting: make it live or discard it first.'
      : desk.dirty
        ? 'Save or undo your changes first.'
        : null)
  return (
    <Section title="Versions">
      <ol className="grid gap-3 px-4 pb-4" aria-label="Versions">
        {screen.versions.map((version) => (
          <li key={version.version} className="border-l-2 border-line pl-3">
            <p className="flex flex-wrap items-center gap-2 font-medium">
              Version {version.version}
              {version.live ? (
                <Badge tone="good" glyph={<CheckIcon />}>
                  Live
                </Badge>
              ) : null}
            </p>
            <p className="text-xs text-muted">
              Made live by {version.by}, <ClockTime at={version.at} />
            </p>
            <p className="mt-0.5 line-clamp-3" title={policySentence(version.body, desk.words)}>
              {policySentence(version.body, desk.words)}
            </p>
            {version.live ? null : (
              <Button
                small
                className="mt-1"
                aria-label={`Go back to version ${version.version}`}
                because={whyNotBack}
                busy={desk.busy !== null}
                onClick={() =>
                  void desk.act(
                    'back',
                    () =>
                      draftFromVersionAction({
                        integrationId: screen.integrationId,
                        revision: screen.revision,
                        version: version.version,
                      }),
                    version.body,
                  )
                }
              >
                Go back to this
              </Button>
            )}
          </li>
        ))}
      </ol>
    </Section>
  )
}

/** Who did what, drafts too, newest first. */
export function ChangeList({ changes }: { changes: PolicyScreen['changes'] }) {
  if (changes.length === 0) return null
  return (
    <Section title="Changes">
      <ol className="grid gap-2 px-4 pb-4" aria-label="Changes">
        {changes.map((change) => (
          <li key={`${change.at} ${change.what}`}>
            {change.by} {change.what}
            <span className="block text-xs text-muted">
              <ClockTime at={change.at} />
            </span>
          </li>
        ))}
      </ol>
    </Section>
  )
}
