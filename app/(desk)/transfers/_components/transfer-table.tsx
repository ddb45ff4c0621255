import Link from 'next/link'
import { cx } from '@/app/_components/class-names'
import { TimeAgo } from '@/app/_components/time/time-ago'
import { paths } from '@/app/_lib/paths'
import type { TransferLine } from '@/lib/transfers/screen'
import { ListLink } from './list-link'
import { MakeButton } from './make-button'
import { TransferBadge } from './transfer-badge'

const HEAD = 'px-3 py-2 text-left text-xs font-medium text-muted'
const CELL = 'sm:px-3 sm:py-2.5 align-top'

/** One table; under 640 px each row lays itself out as a card. */
export function TransferTable(props: { rows: TransferLine[]; noMake: string | null }) {
  return (
    <table className="block w-full sm:table sm:table-fixed" aria-label="Transfers">
      <thead className="hidden border-b border-line sm:table-header-group">
        <tr>
          <th scope="col" className={cx(HEAD, 'w-[34%] sm:pl-4')}>
            Transfer
          </th>
          <th scope="col" className={cx(HEAD, 'text-left')}>
            How it stands
          </th>
          <th scope="col" className={cx(HEAD, 'w-14 text-right')}>
            Units
          </th>
          <th scope="col" className={cx(HEAD, 'w-28')}>
            Order
          </th>
          <th scope="col" className={cx(HEAD, 'hidden w-32 lg:table-cell')}>
            Made by
          </th>
          <th scope="col" className={cx(HEAD, 'w-20 text-right sm:pr-4')}>
            Since
          </th>
        </tr>
      </thead>
      <tbody className="block divide-y divide-line sm:table-row-group">
        {props.rows.map((row) => (
          <Row key={row.id} row={row} noMake={props.noMake} />
        ))}
      </tbody>
    </table>
  )
}

function Row({ row, noMake }: { row: TransferLine; noMake: string | null }) {
  return (
    <tr className="grid grid-cols-[1fr_auto] gap-x-3 gap-y-1.5 px-3 py-3 sm:table-row">
      <td className={cx(CELL, 'col-span-2 sm:pl-4')}>
        <span className="block font-semibold">
          {row.from} <span className="font-normal text-muted">to</span> {row.to}
        </span>
        <ul>
          {row.items.map((item) => (
            <li key={`${item.sku} ${item.title}`}>
              {item.units} × {item.title} <span className="text-xs text-muted">{item.sku}</span>
            </li>
          ))}
        </ul>
        <ListLink row={row} className="text-xs" />
      </td>
      <td className={cx(CELL, 'order-5 col-span-2 sm:order-none')}>
        <TransferBadge state={row.state} />
        <TransferNotes row={row} />
        {row.state === 'proposed' ? (
          <div className="mt-1.5">
            <MakeButton
              order={{ orderId: row.orderId, version: row.orderVersion }}
              transferIds={[row.id]}
              label="Make this transfer"
              fullLabel={`Make this transfer: ${row.title}`}
              because={noMake}
            />
          </div>
        ) : null}
      </td>
      <td className={cx(CELL, 'hidden text-right sm:table-cell')}>{row.units}</td>
      <td className={cx(CELL, 'order-2 sm:order-none')}>
        <Link
          href={paths.order(row.orderId)}
          prefetch={false}
          className="inline-flex min-h-6 items-center font-medium text-accent underline underline-offset-2"
        >
          <span className="sr-only">Order </span>
          {row.orderNumber}
        </Link>
        <span className="text-xs text-muted"> {row.name}</span>
      </td>
      <td
        className={cx(
          CELL,
          'order-6 col-span-2 text-muted sm:hidden lg:table-cell',
          !row.askedBy && 'hidden',
        )}
      >
        <span className="lg:hidden">Made by </span>
        {row.askedBy ?? <span aria-label="nobody yet">–</span>}
      </td>
      <td className={cx(CELL, 'order-3 text-right text-muted sm:order-none sm:pr-4')}>
        <TimeAgo at={row.changedAt} />
      </td>
    </tr>
  )
}

/** What has to happen next, what went wrong, and what is to be corrected by hand. */
export function TransferNotes({ row }: { row: TransferLine }) {
  const came = row.items.reduce((sum, item) => sum + item.received, 0)
  return (
    <>
      {row.next ? <p className="mt-1 text-muted">{row.next}</p> : null}
      {row.externalId ? <p className="text-xs text-muted">Lightspeed’s transfer {row.externalId}</p> : null}
      {row.state === 'sent' && came > 0 ? (
        <p>
          {came} of {row.units} received so far.
        </p>
      ) : null}
      {row.because ? (
        <p className={row.state === 'refused' ? 'text-bad' : 'text-warn'}>{row.because}</p>
      ) : null}
      {row.correct ? <p className="mt-1 rounded-md bg-warn-wash px-2 py-1 text-warn">{row.correct}</p> : null}
    </>
  )
}
