import type { ReactNode } from 'react'
import type { OrderScreenLine } from '@/lib/orders/screens/screen-types'
import { counted } from '../dialogs/proposal'

/** The first column of both tables: what the line is and how many units it wants. Stays while stores scroll. */
export function LineHead(props: { line: OrderScreenLine; open: boolean; children?: ReactNode }) {
  const { line } = props
  return (
    <th
      scope="row"
      className="sticky left-0 z-10 max-w-40 border-b border-line bg-surface px-3 py-2 text-left align-top font-normal sm:max-w-xs sm:px-4"
    >
      <span className="line-clamp-2 font-medium">{line.title}</span>
      <span className="block text-xs text-muted">
        <span className="break-all">{line.sku || 'no sku'}</span> · {counted(line.ordered, 'unit')}
        {!props.open || line.toPlace === line.ordered ? '' : `, ${line.toPlace} to place`}
        <span className="hidden sm:inline"> · {line.unitPrice}</span>
      </span>
      {line.found ? null : <span className="block text-xs text-bad">Not found in Lightspeed</span>}
      {props.children}
    </th>
  )
}
