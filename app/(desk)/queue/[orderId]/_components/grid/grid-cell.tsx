import { TONE_TEXT, type Tone } from '@/app/_components/badge'
import { cx } from '@/app/_components/class-names'
import { CheckIcon, CrossIcon, PartIcon } from '@/app/_components/icons'
import type { OrderScreen } from '@/lib/orders/screens/screen-types'

type Cell = OrderScreen['grid']['stores'][number]['cells'][number]

const MARKS: Record<Cell['mark'], { tone: Tone; icon: () => React.ReactNode; word: string; wash: string }> = {
  enough: { tone: 'good', icon: CheckIcon, word: 'enough', wash: '' },
  part: { tone: 'warn', icon: PartIcon, word: 'part', wash: 'bg-warn-wash/60' },
  none: { tone: 'bad', icon: CrossIcon, word: 'none', wash: 'bg-bad-wash/60' },
  'no-item': { tone: 'bad', icon: CrossIcon, word: 'no item in Lightspeed', wash: 'bg-bad-wash/60' },
}

/** What one store has of one line: a glyph, a colour and the figures. */
export function GridCell({ cell }: { cell: Cell | undefined }) {
  if (!cell) return <td className="border-b border-l border-line px-2.5 py-2 text-muted">–</td>
  const { tone, icon: Icon, word, wash } = MARKS[cell.mark]
  const unknown = cell.mark === 'no-item'
  const figure = cell.available === null ? 'any' : String(cell.available).replace('-', '−')
  const shown = unknown ? 'no item' : cell.mark === 'enough' ? figure : `${figure} of ${cell.wanted}`
  const promised = cell.promised > 0 ? `, ${cell.promised} promised to other orders` : ''
  const coming = cell.onTheWay > 0 ? `, ${cell.onTheWay} on the way by transfer` : ''
  const available = cell.available === null ? 'not counted' : `${figure} available`
  const inWords = `${word}: ${unknown ? '' : `${available}, `}${cell.wanted} wanted${promised}${coming}`
  return (
    <td className={cx('border-b border-l border-line px-2.5 py-2 align-top', wash)} title={inWords}>
      <span
        className={cx('inline-flex items-center gap-1.5 font-medium', TONE_TEXT[tone])}
        aria-hidden="true"
      >
        <Icon />
        {shown}
      </span>
      {cell.promised > 0 ? (
        <span className="block text-xs text-muted" aria-hidden="true">
          {cell.promised} promised
        </span>
      ) : null}
      {cell.onTheWay > 0 ? (
        <span className="block text-xs text-muted" aria-hidden="true">
          {cell.onTheWay} on the way
        </span>
      ) : null}
      <span className="sr-only">{inWords}</span>
    </td>
  )
}
