import { cx } from '@/app/_components/class-names'
import { formatMoney } from '@/lib/money'
import type { OrderScreen, SplitPreview } from '@/lib/orders/screens/screen-types'
import { isShort } from '../dialogs/proposal'

const HEAD = 'px-2 py-1.5 text-xs font-medium text-muted'
const CELL = 'px-2 py-1.5 text-right'
/** The same width in every table, so that the figures of several sales stand below one another. */
const FIGURE = 'w-18 text-right sm:w-24'

/** Per sale: to fulfil, available, short. Shortages are told by word and weight as well as by colour. */
export function EffectTables({ effect, order }: { effect: SplitPreview; order: OrderScreen }) {
  const transfers = effect.parts.flatMap((part) => part.transfers)
  return (
    <div className="grid gap-4">
      {effect.parts.map((part) => (
        <table
          key={part.storeName}
          className="w-full table-fixed border-collapse"
          aria-label={`Sale in ${part.storeName}`}
        >
          <caption className="pb-1 text-left font-semibold">
            {part.storeName} <span className="font-normal text-muted">{part.total}</span>
          </caption>
          <thead>
            <tr className="border-y border-line">
              <th scope="col" className={cx(HEAD, 'text-left')}>
                Line
              </th>
              <th scope="col" className={cx(HEAD, FIGURE)}>
                To fulfil
              </th>
              <th scope="col" className={cx(HEAD, FIGURE)}>
                Available
              </th>
              <th scope="col" className={cx(HEAD, 'w-13 text-right')}>
                Short
              </th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {part.lines.map((line) => (
              <tr
                key={`${line.sku} ${line.title}`}
                className={cx(line.short > 0 && 'bg-warn-wash font-medium')}
              >
                <th scope="row" className="px-2 py-1.5 text-left font-normal">
                  {line.title}
                  <span className="block text-xs text-muted">{line.sku}</span>
                </th>
                <td className={CELL}>{line.toFulfil}</td>
                <td className={CELL}>{line.available ?? 'any'}</td>
                <td className={cx(CELL, line.short > 0 && 'text-warn')}>{line.short}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
      <Sum effect={effect} order={order} />
      {isShort(effect) ? (
        <div className="text-muted">
          <p>
            Pushing anyway sells more than the store has: Lightspeed’s stock for it goes below zero, or, in
            older accounts, Lightspeed first adds the missing units itself.
          </p>
          {transfers.length > 0 ? (
            <>
              <p className="mt-1">What would put it right, to be made with one click afterwards:</p>
              <ul className="list-disc pl-5">
                {transfers.map((each) => (
                  <li key={each}>{each}</li>
                ))}
              </ul>
            </>
          ) : null}
        </div>
      ) : null}
    </div>
  )
}

/** Several sums, and what they come to together with what stays behind or was sold before. */
function Sum({ effect, order }: { effect: SplitPreview; order: OrderScreen }) {
  const stays = effect.leftOver.length > 0
  if (effect.parts.length < 2 && !stays && effect.elsewhereTotal === null) return null
  const amounts = [
    ...effect.parts.map((part) => `${part.storeName} ${part.total}`),
    ...(stays ? [`left in the queue ${effect.leftOverTotal}`] : []),
    ...(effect.elsewhereTotal === null ? [] : [`in other sales already ${effect.elsewhereTotal}`]),
  ]
  const total = formatMoney({ minor: order.totalMinor, currency: order.currency })
  return (
    <p className="text-muted">
      {amounts.join(' + ')} = <span className="font-medium text-ink">order total {total}</span>
    </p>
  )
}
