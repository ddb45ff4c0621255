import Link from 'next/link'
import { cx } from '@/app/_components/class-names'
import { ArrowIcon } from '@/app/_components/icons'
import { TimeAgo } from '@/app/_components/time/time-ago'
import { paths } from '@/app/_lib/paths'
import type { OrderState, TabId } from '@/lib/orders/states'
import { StateBadge } from '../state-badge'
import type { SteadyRow } from './steady-rows'

const HEAD = 'px-3 py-2 text-xs font-medium text-muted'
const CELL = 'sm:px-3 sm:py-2.5 align-top'

/** One table; under 640 px each row lays itself out as a card. */
export function QueueTable({ rows, tab }: { rows: SteadyRow[]; tab: TabId }) {
  return (
    <table className="block w-full sm:table sm:table-fixed" aria-label="Orders">
      <thead className="hidden border-b border-line sm:table-header-group">
        <tr>
          <th scope="col" className={cx(HEAD, 'w-40 text-left sm:pl-4')}>
            Order
          </th>
          <th scope="col" className={cx(HEAD, 'w-[20%] text-left lg:w-[14%]')}>
            Customer
          </th>
          <th scope="col" className={cx(HEAD, 'text-left')}>
            Why it is here
          </th>
          <th scope="col" className={cx(HEAD, 'hidden w-[16%] text-left lg:table-cell')}>
            Store
          </th>
          <th scope="col" className={cx(HEAD, 'hidden w-[16%] text-left xl:table-cell')}>
            Suggestion
          </th>
          <th scope="col" className={cx(HEAD, 'w-14 text-right')}>
            Units
          </th>
          <th scope="col" className={cx(HEAD, 'w-24 text-right')}>
            Total
          </th>
          <th scope="col" className={cx(HEAD, 'w-24 text-right sm:pr-4')}>
            Age
          </th>
        </tr>
      </thead>
      <tbody className="block divide-y divide-line sm:table-row-group">
        {rows.map((row) => (
          <Row key={row.id} row={row} tab={tab} />
        ))}
      </tbody>
    </table>
  )
}

/** An empty cell, for the eye and for the ear. */
function Nothing() {
  return (
    <span className="text-muted">
      <span aria-hidden="true">–</span>
      <span className="sr-only">none</span>
    </span>
  )
}

const WAITING: OrderState[] = ['held', 'snoozed', 'partly-pushed']

function Row({ row, tab }: { row: SteadyRow; tab: TabId }) {
  const waits = WAITING.includes(row.state)
  return (
    <tr
      className={cx(
        'relative grid grid-cols-[1fr_auto] gap-x-3 gap-y-1 px-3 py-3 hover:bg-sunken sm:table-row',
        row.gone && 'opacity-60',
      )}
    >
      <td className={cx(CELL, 'sm:pl-4')}>
        {/* The link covers the whole row. */}
        <Link
          href={paths.order(row.id, tab)}
          prefetch={false}
          className="font-semibold after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
        >
          <span className="sr-only">Order </span>
          {row.number}
        </Link>
        <span className="block truncate text-xs text-muted">{row.channelName}</span>
      </td>
      <td className={cx(CELL, 'order-3 row-span-2 sm:order-none')}>
        <span className="block truncate">{row.customer}</span>
        <span className="block truncate text-xs text-muted">{row.city}</span>
      </td>
      <td className={cx(CELL, 'order-5 col-span-2 flex flex-col gap-1 sm:order-none sm:table-cell')}>
        <StateBadge {...row} />
        {row.gone || row.why ? (
          <span className="block sm:mt-1">{row.gone ? 'No longer in this tab.' : row.why}</span>
        ) : null}
        {row.assignee ? <span className="block text-xs text-muted">Assigned to {row.assignee}</span> : null}
      </td>
      <td
        className={cx(CELL, 'order-6 col-span-2 sm:hidden lg:table-cell', !row.store && !waits && 'hidden')}
      >
        {waits ? (
          <span className="text-muted">{row.store ? 'Best: ' : 'No store has a unit of it'}</span>
        ) : null}
        {row.store ?? (waits ? null : <Nothing />)}
      </td>
      <td className={cx(CELL, 'order-7 col-span-2 sm:hidden xl:table-cell', !row.suggestion && 'hidden')}>
        {row.suggestion ? (
          <span className="inline-flex gap-1.5 font-medium text-accent">
            <span className="mt-0.5">
              <ArrowIcon />
            </span>
            {row.suggestion}
          </span>
        ) : (
          <Nothing />
        )}
      </td>
      <td className={cx(CELL, 'order-4 text-right sm:order-none')}>
        {row.units}
        <span className="sm:hidden"> {row.units === 1 ? 'unit' : 'units'}</span>
      </td>
      <td className={cx(CELL, 'order-4 col-start-2 text-right font-medium sm:order-none')}>{row.total}</td>
      <td className={cx(CELL, 'order-2 text-right text-muted sm:order-none sm:pr-4')}>
        <TimeAgo at={row.receivedAt} />
      </td>
    </tr>
  )
}
