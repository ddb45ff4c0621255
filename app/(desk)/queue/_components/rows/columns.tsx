import { createColumnHelper, rowSelectionFeature, tableFeatures } from '@tanstack/react-table'
import Link from 'next/link'
import { ArrowIcon } from '@/app/_components/icons'
import { TimeAgo } from '@/app/_components/time/time-ago'
import { paths } from '@/app/_lib/paths'
import type { QueueView } from '@/lib/orders/queue/view'
import type { OrderState } from '@/lib/orders/states'
import { StateBadge } from '../state-badge'
import type { SteadyRow } from './steady-rows'

export const queueFeatures = tableFeatures({ rowSelectionFeature })
const column = createColumnHelper<typeof queueFeatures, SteadyRow>()

export type ColumnId =
  'select' | 'order' | 'customer' | 'why' | 'store' | 'suggestion' | 'units' | 'total' | 'age'

/** How each column looks as a table, and from 640 px down as a place on its row's card. */
export const LOOKS: Record<ColumnId, { head: string; cell: string }> = {
  select: { head: 'w-10 sm:pl-4', cell: 'order-1 sm:order-none sm:pl-4' },
  order: { head: 'w-36 text-left', cell: 'order-1 sm:order-none' },
  customer: { head: 'w-[20%] text-left lg:w-[14%]', cell: 'order-3 col-start-2 row-span-2 sm:order-none' },
  why: {
    head: 'text-left',
    cell: 'order-5 col-span-2 col-start-2 flex flex-col gap-1 sm:order-none sm:table-cell',
  },
  store: {
    head: 'hidden w-[16%] text-left lg:table-cell',
    cell: 'order-6 col-span-2 col-start-2 sm:hidden lg:table-cell',
  },
  suggestion: {
    head: 'hidden w-[16%] text-left xl:table-cell',
    cell: 'order-7 col-span-2 col-start-2 sm:hidden xl:table-cell',
  },
  units: { head: 'w-14 text-right', cell: 'order-4 text-right sm:order-none' },
  total: { head: 'w-24 text-right', cell: 'order-4 col-start-3 text-right font-medium sm:order-none' },
  age: { head: 'w-24 text-right sm:pr-4', cell: 'order-2 text-right text-muted sm:order-none sm:pr-4' },
}

const WAITING: OrderState[] = ['held', 'snoozed', 'partly-pushed']
const waits = (row: SteadyRow): boolean => WAITING.includes(row.state)

/** On a card what has nothing to say takes no room. */
export const saysNothing = (id: ColumnId, row: SteadyRow): boolean =>
  (id === 'store' && !row.store && !waits(row)) || (id === 'suggestion' && !row.suggestion)

/** The columns of the queue; a row's order opens within the view it is listed in. */
export const queueColumns = (view: QueueView) => [
  column.display({
    id: 'select',
    header: ({ table }) => (
      <input
        type="checkbox"
        aria-label="Select all orders listed"
        ref={(box) => {
          if (box) box.indeterminate = table.getIsSomeRowsSelected() && !table.getIsAllRowsSelected()
        }}
        checked={table.getIsAllRowsSelected()}
        onChange={table.getToggleAllRowsSelectedHandler()}
        className="size-4 cursor-pointer accent-accent"
      />
    ),
    cell: ({ row }) => (
      // Above the link that covers the row, and large enough for a thumb.
      <label className="relative z-1 -m-1.5 inline-flex cursor-pointer p-1.5">
        <input
          type="checkbox"
          aria-label={`Select order ${row.original.number}`}
          checked={row.getIsSelected()}
          onChange={row.getToggleSelectedHandler()}
          className="size-4 cursor-pointer accent-accent"
        />
      </label>
    ),
  }),
  column.display({
    id: 'order',
    header: 'Order',
    cell: ({ row: { original } }) => (
      <>
        {/* The link covers the whole row. */}
        <Link
          href={paths.order(original.id, view)}
          prefetch={false}
          data-row-link={original.id}
          className="font-semibold after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
        >
          <span className="sr-only">Order </span>
          {original.number}
        </Link>
        <span className="block truncate text-xs text-muted">{original.channelName}</span>
      </>
    ),
  }),
  column.display({
    id: 'customer',
    header: 'Customer',
    cell: ({ row: { original } }) => (
      <>
        <span className="block truncate">{original.customer}</span>
        <span className="block truncate text-xs text-muted">{original.city}</span>
      </>
    ),
  }),
  column.display({ id: 'why', header: 'Why it is here', cell: ({ row }) => <Why row={row.original} /> }),
  column.display({ id: 'store', header: 'Store', cell: ({ row }) => <Store row={row.original} /> }),
  column.display({
    id: 'suggestion',
    header: 'Suggestion',
    cell: ({ row: { original } }) =>
      original.suggestion ? (
        <span className="inline-flex gap-1.5 font-medium text-accent">
          <span className="mt-0.5">
            <ArrowIcon />
          </span>
          {original.suggestion}
        </span>
      ) : (
        <Nothing />
      ),
  }),
  column.display({
    id: 'units',
    header: 'Units',
    cell: ({ row: { original } }) => (
      <>
        {original.units}
        <span className="sm:hidden"> {original.units === 1 ? 'unit' : 'units'}</span>
      </>
    ),
  }),
  column.display({ id: 'total', header: 'Total', cell: ({ row }) => row.original.total }),
  column.display({ id: 'age', header: 'Age', cell: ({ row }) => <TimeAgo at={row.original.receivedAt} /> }),
]

function Why({ row }: { row: SteadyRow }) {
  return (
    <>
      <StateBadge {...row} />
      {row.gone || row.why ? (
        <span className="block sm:mt-1">{row.gone ? 'No longer in this list.' : row.why}</span>
      ) : null}
      {row.assignee ? <span className="block text-xs text-muted">Assigned to {row.assignee}</span> : null}
    </>
  )
}

function Store({ row }: { row: SteadyRow }) {
  if (!waits(row)) return row.store ?? <Nothing />
  return (
    <>
      <span className="text-muted">{row.store ? 'Best: ' : 'No store has a unit of it'}</span>
      {row.store}
    </>
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
