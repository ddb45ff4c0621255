import { Button } from '@/app/_components/controls/button'
import type { Remedy } from './remedy'

/** Opens the confirm of one remedy; where it cannot be pressed it stays and says why. */
export function RemedyButton({ remedy, onPress }: { remedy: Remedy; onPress: (remedy: Remedy) => void }) {
  const { can, button } = remedy.offer
  return (
    <Button
      small
      tone={remedy.kind === 'refund' ? 'danger' : 'plain'}
      because={can.allowed ? null : can.because}
      onClick={() => onPress(remedy)}
    >
      {button}
    </Button>
  )
}
