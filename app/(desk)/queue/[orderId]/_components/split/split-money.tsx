'use client'

import { useQuery } from '@tanstack/react-query'
import { useDeferredPause } from '@/app/_components/time/use-deferred-pause'
import { cx } from '@/app/_components/class-names'
import { formatMoney } from '@/lib/money'
import type { OrderScreen } from '@/lib/orders/screens/screen-types'
import type { PartInput } from '../../parts-shape'
import { splitPreviewOptions } from '../../query-options'

const TYPING_PAUSE_MS = 200

/** Money per part as the server shares it: the parts and what is left over always sum to what is open. */
export function SplitMoney(props: { order: OrderScreen; parts: PartInput[]; overPlaced: boolean }) {
  const { order } = props
  const parts = useDeferredPause(props.parts, TYPING_PAUSE_MS)
  const query = useQuery({ ...splitPreviewOptions(order, parts), enabled: !props.overPlaced })
  const preview = query.data
  const stale = props.overPlaced || query.isFetching || JSON.stringify(parts) !== JSON.stringify(props.parts)
  if (query.error)
    return (
      <p role="alert" className="border-t border-line px-4 py-2 text-bad">
        The money could not be shared: {query.error.message}
      </p>
    )
  if (!preview) return <output className="skeleton m-4 block h-16" aria-label="Sharing the money" />
  return (
    <div
      className={cx('border-t border-line px-4 py-2 transition-opacity', stale && 'opacity-60')}
      aria-busy={stale}
    >
      <table className="w-full max-w-md" aria-label="Money per part">
        <thead className="sr-only">
          <tr>
            <th scope="col">Part</th>
            <th scope="col">Units</th>
            <th scope="col">Amount</th>
          </tr>
        </thead>
        <tbody>
          {inOrderOf(props.parts, preview.parts).map((part) => (
            <MoneyRow key={part.storeId} name={part.storeName} units={part.units} amount={part.total} />
          ))}
          {preview.leftOver.length > 0 ? (
            <MoneyRow
              name="Left in the queue"
              units={preview.leftOver.reduce((sum, each) => sum + each.quantity, 0)}
              amount={preview.leftOverTotal}
            />
          ) : null}
          {preview.elsewhereTotal === null ? null : (
            <tr>
              <th scope="row" className="py-1 text-left font-normal" colSpan={2}>
                In other sales already
              </th>
              <td className="w-28 py-1 text-right">{preview.elsewhereTotal}</td>
            </tr>
          )}
        </tbody>
        <tfoot>
          <tr className="border-t border-line font-semibold">
            <th scope="row" className="py-1 text-left" colSpan={2}>
              Order total
            </th>
            <td className="py-1 text-right">
              {formatMoney({ minor: order.totalMinor, currency: order.currency })}
            </td>
          </tr>
        </tfoot>
      </table>
      {preview.problem && parts.length > 0 ? (
        <p role="alert" className="mt-1 text-bad">
          {preview.problem}
        </p>
      ) : null}
    </div>
  )
}

/** The server plans stores in an order of its own; people read them as they stand in the table. */
const inOrderOf = <T extends { storeId: string }>(typed: PartInput[], priced: T[]): T[] =>
  priced.toSorted(
    (a, b) =>
      typed.findIndex((part) => part.storeId === a.storeId) -
      typed.findIndex((part) => part.storeId === b.storeId),
  )

function MoneyRow({ name, units, amount }: { name: string; units: number; amount: string }) {
  return (
    <tr>
      <th scope="row" className="py-1 text-left font-normal">
        {name}
      </th>
      <td className="py-1 text-right text-muted">{units}</td>
      <td className="w-28 py-1 text-right">{amount}</td>
    </tr>
  )
}
