import { Badge, type Tone } from '@/app/_components/badge'
import { capital } from '@/app/_components/capital'
import { ArrowIcon, CheckIcon, CrossIcon, PartIcon } from '@/app/_components/icons'
import { transferWord, type TransferState } from '@/lib/transfers/states'

const LOOKS: Record<TransferState, { tone: Tone; icon: () => React.ReactNode }> = {
  proposed: { tone: 'warn', icon: PartIcon },
  creating: { tone: 'accent', icon: PartIcon },
  open: { tone: 'accent', icon: PartIcon },
  sent: { tone: 'accent', icon: ArrowIcon },
  received: { tone: 'good', icon: CheckIcon },
  cancelled: { tone: 'plain', icon: CrossIcon },
  refused: { tone: 'bad', icon: CrossIcon },
}

/** The state of a transfer: a word, with a shape of its own. */
export function TransferBadge({ state }: { state: TransferState }) {
  const { tone, icon: Icon } = LOOKS[state]
  return (
    <Badge tone={tone} glyph={<Icon />}>
      {capital(transferWord(state))}
    </Badge>
  )
}
