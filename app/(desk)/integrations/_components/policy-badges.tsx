import { Badge } from '@/app/_components/badge'
import { CheckIcon } from '@/app/_components/icons'

/** What of a channel's policy is in force, told by words and shape. */
export function PolicyBadges(props: { liveVersion: number; paused: boolean; draft: boolean }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-1">
      <Badge tone="good" glyph={<CheckIcon />}>
        Version {props.liveVersion} live
      </Badge>
      {props.paused ? (
        <Badge tone="warn" glyph={<Pause />}>
          Paused
        </Badge>
      ) : null}
      {props.draft ? (
        <Badge tone="accent" glyph={<Pencil />}>
          Draft waiting
        </Badge>
      ) : null}
    </span>
  )
}

const Pause = () => (
  <svg viewBox="0 0 12 12" width="10" height="10" fill="currentColor" aria-hidden="true">
    <path d="M2.5 2h2.6v8H2.5Zm4.4 0h2.6v8H6.9Z" />
  </svg>
)

const Pencil = () => (
  <svg viewBox="0 0 12 12" width="10" height="10" fill="currentColor" aria-hidden="true">
    <path d="M8.6 1.2 10.8 3.4 4 10.2 1.2 10.8 1.8 8Z" />
  </svg>
)
