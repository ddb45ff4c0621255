import { Badge, type Tone } from '@/app/_components/badge'
import { CheckIcon, CrossIcon, PartIcon } from '@/app/_components/icons'
import { TimeAgo } from '@/app/_components/time/time-ago'
import type { AttentionScreen } from '@/lib/orders/screens/screen-types'

type Ordered = AttentionScreen['remedies'][number]

const LOOKS: Record<Ordered['state'], { tone: Tone; word: string; icon: () => React.ReactNode }> = {
  working: { tone: 'accent', word: 'Under way', icon: PartIcon },
  done: { tone: 'good', word: 'Done', icon: CheckIcon },
  'not-done': { tone: 'bad', word: 'Not done', icon: CrossIcon },
}

/** What people ordered for this order lately, and what became of it. */
export function RemedyList({ remedies }: { remedies: Ordered[] }) {
  if (remedies.length === 0) return null
  return (
    <ul aria-label="Ordered so far" className="divide-y divide-line border-t border-line">
      {remedies.map((remedy) => {
        const { tone, word, icon: Icon } = LOOKS[remedy.state]
        return (
          <li key={remedy.id} className="px-4 py-2">
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <span className="font-medium">{remedy.title}</span>
              <Badge tone={tone} glyph={<Icon />}>
                {word}
              </Badge>
              <span className="text-muted">
                {remedy.by}, <TimeAgo at={remedy.at} suffix="ago" />
              </span>
            </p>
            <p className={remedy.state === 'not-done' ? 'text-bad' : 'text-muted'}>{remedy.detail}</p>
          </li>
        )
      })}
    </ul>
  )
}
