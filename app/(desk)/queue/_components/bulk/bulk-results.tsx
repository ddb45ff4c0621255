import { Badge, type Tone } from '@/app/_components/badge'
import { Button } from '@/app/_components/controls/button'
import { Dialog } from '@/app/_components/controls/dialog'
import { CheckIcon, CrossIcon, PartIcon } from '@/app/_components/icons'
import type { QueueRow } from '@/lib/orders/screens/screen-types'
import type { ManyResult } from '../../many'
import type { ManyRun } from './use-many'

const LOOK: Record<ManyResult['outcome'], { tone: Tone; word: string; icon: typeof CheckIcon }> = {
  done: { tone: 'good', word: 'Done', icon: CheckIcon },
  skipped: { tone: 'warn', word: 'Skipped', icon: PartIcon },
  failed: { tone: 'bad', word: 'Failed', icon: CrossIcon },
}

/** What became of each order, while it goes on and afterwards. */
export function BulkResults({ run, rows, onClose }: { run: ManyRun; rows: QueueRow[]; onClose: () => void }) {
  const done = run.results.filter((result) => result.outcome === 'done').length
  const numberOf = new Map(rows.map((row) => [row.id, row.number]))
  return (
    <Dialog
      open
      onClose={onClose}
      title={run.running ? `${run.results.length} of ${run.total}…` : `${done} of ${run.total} done`}
      answers={
        <Button tone="primary" onClick={onClose}>
          {run.running ? 'Go on meanwhile' : 'Close'}
        </Button>
      }
    >
      <progress
        aria-label="Orders done"
        className="mb-3 h-1.5 w-full"
        max={run.total}
        value={run.results.length}
      />
      <ul aria-label="Results" className="divide-y divide-line">
        {run.results.map((result) => {
          const { tone, word, icon: Icon } = LOOK[result.outcome]
          return (
            <li key={result.orderId} className="flex items-start gap-3 py-1.5">
              <Badge tone={tone} glyph={<Icon />}>
                {word}
              </Badge>
              <span className="font-semibold whitespace-nowrap">{numberOf.get(result.orderId)}</span>
              <span className="min-w-0 flex-1">{result.message}</span>
            </li>
          )
        })}
      </ul>
    </Dialog>
  )
}
