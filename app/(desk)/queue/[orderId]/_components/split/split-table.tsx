import { useState } from 'react'
import { Button } from '@/app/_components/controls/button'
import { cx } from '@/app/_components/class-names'
import type { OrderScreenLine, StockGrid } from '@/lib/orders/screens/screen-types'
import { LineHead } from '../grid/line-head'
import { TableHead } from '../grid/table-head'
import { leftToPlace, unitsAt, unitsShort, type SplitDraft } from './split-draft'
import { UnitStepper } from './unit-stepper'

/** More columns than this are folded away, unless they hold units. */
const COLUMNS_AT_FIRST = 5

interface Props {
  lines: OrderScreenLine[]
  stores: StockGrid['stores']
  draft: SplitDraft
  onUnits: (storeId: string, lineId: string, units: number) => void
}

export function SplitTable({ lines, stores, draft, onUnits }: Props) {
  const [all, setAll] = useState(false)
  const used = (storeId: string) => lines.some((line) => unitsAt(draft, storeId, line.id) > 0)
  const shown = stores.filter((store, at) => all || at < COLUMNS_AT_FIRST || used(store.id))
  return (
    <>
      <div className="relative overflow-x-auto border-t border-line">
        <table className="w-full border-separate border-spacing-0" aria-label="Split by hand">
          <TableHead stores={shown} column="px-2" />
          <tbody className="[&_tr:last-child>*]:border-b-0">
            {lines.map((line) => (
              <tr key={line.id}>
                <LineHead line={line} open>
                  <Left units={leftToPlace(draft, line)} />
                </LineHead>
                {shown.map((store) => (
                  <SplitCell key={store.id} line={line} store={store} draft={draft} onUnits={onUnits} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {stores.length > COLUMNS_AT_FIRST ? (
        <div className="border-t border-line px-4 py-2">
          <Button small tone="quiet" className="-ml-2" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? 'Show fewer stores' : `Show all ${stores.length} stores`}
          </Button>
        </div>
      ) : null}
    </>
  )
}

function Left({ units }: { units: number }) {
  if (units < 0) return <span className="block text-xs font-medium text-bad">{-units} too many</span>
  return (
    <span className={cx('block text-xs font-medium', units > 0 ? 'text-warn' : 'text-good')}>
      {units} left to place
    </span>
  )
}

function SplitCell(props: {
  line: OrderScreenLine
  store: StockGrid['stores'][number]
  draft: SplitDraft
  onUnits: Props['onUnits']
}) {
  const { line, store } = props
  const units = unitsAt(props.draft, store.id, line.id)
  const available = store.cells.find((cell) => cell.lineId === line.id)?.available ?? null
  const short = unitsShort(units, available)
  const noteId = `short-${store.id}-${line.id}`
  return (
    <td className={cx('border-b border-l border-line px-2 py-2 align-top', short > 0 && 'bg-warn-wash/60')}>
      <UnitStepper
        what={`${line.sku || line.title} from ${store.name}`}
        value={units}
        max={line.found ? line.toPlace : 0}
        describedBy={noteId}
        onChange={(value) => props.onUnits(store.id, line.id, value)}
      />
      <span
        id={noteId}
        className={cx('mt-1 block text-xs', short > 0 ? 'font-medium text-warn' : 'text-muted')}
      >
        {short > 0 ? `${short} short, ` : ''}
        {!line.found ? 'no item' : available === null ? 'not counted' : `${available} available`}
      </span>
    </td>
  )
}
