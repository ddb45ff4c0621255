'use client'

import { flexRender, useTable, type RowSelectionState } from '@tanstack/react-table'
import { useMemo } from 'react'
import { cx } from '@/app/_components/class-names'
import type { QueueView } from '@/lib/orders/queue/view'
import { LOOKS, queueColumns, queueFeatures, saysNothing, type ColumnId } from './columns'
import type { SteadyRow } from './steady-rows'

const HEAD = 'px-3 py-2 text-xs font-medium text-muted'
const CELL = 'sm:px-3 sm:py-2.5 align-top'

interface Props {
  rows: SteadyRow[]
  view: QueueView
  selected: RowSelectionState
  onSelect: (change: RowSelectionState | ((before: RowSelectionState) => RowSelectionState)) => void
}

/** One table; under 640 px each row lays itself out as a card. */
export function QueueTable({ rows, view, selected, onSelect }: Props) {
  const columns = useMemo(() => queueColumns(view), [view])
  const table = useTable({
    features: queueFeatures,
    columns,
    data: rows,
    getRowId: (row) => row.id,
    state: { rowSelection: selected },
    onRowSelectionChange: onSelect,
  })
  return (
    <table className="block w-full sm:table sm:table-fixed" aria-label="Orders">
      <thead className="hidden border-b border-line sm:table-header-group">
        {table.getHeaderGroups().map((group) => (
          <tr key={group.id}>
            {group.headers.map((header) => (
              <th key={header.id} scope="col" className={cx(HEAD, LOOKS[header.column.id as ColumnId].head)}>
                {flexRender(header.column.columnDef.header, header.getContext())}
              </th>
            ))}
          </tr>
        ))}
      </thead>
      <tbody className="block divide-y divide-line sm:table-row-group">
        {table.getRowModel().rows.map((row) => (
          <tr
            key={row.id}
            className={cx(
              'relative grid grid-cols-[1.75rem_1fr_auto] gap-x-2 gap-y-1 px-3 py-3 sm:table-row',
              row.getIsSelected()
                ? 'bg-accent-wash'
                : row.original.gone
                  ? 'bg-canvas italic'
                  : 'hover:bg-sunken',
            )}
          >
            {row.getAllCells().map((cell) => {
              const id = cell.column.id as ColumnId
              return (
                <td
                  key={cell.id}
                  className={cx(CELL, LOOKS[id].cell, saysNothing(id, row.original) && 'max-sm:hidden')}
                >
                  {flexRender(cell.column.columnDef.cell, cell.getContext())}
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
