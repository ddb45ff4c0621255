import { useState } from 'react'
import { Button } from '@/app/_components/controls/button'
import { capital } from '@/app/_components/capital'
import { RefreshIcon } from '@/app/_components/icons'
import { TimeAgo } from '@/app/_components/time/time-ago'
import type { OrderScreen } from '@/lib/orders/screens/screen-types'
import { GridCell } from './grid-cell'
import { LineHead } from './line-head'
import { TableHead } from './table-head'
import { whyNoPush, type Proposal } from '../dialogs/proposal'
import { Section } from '@/app/_components/section'

/** More columns than this are folded away: they are the worst stores anyway. */
const COLUMNS_AT_FIRST = 6

interface Props {
  order: OrderScreen
  /** Somebody can still choose a store; else this is the stock of a decision long made. */
  open: boolean
  refreshing: boolean
  onRefresh: () => void
  onPush: (proposal: Proposal) => void
}

/** Lines down, stores across, best store first; the first column stays while the rest scrolls. */
export function StockGrid({ order, open, refreshing, onRefresh, onPush }: Props) {
  const [all, setAll] = useState(false)
  const stores = all ? order.grid.stores : order.grid.stores.slice(0, COLUMNS_AT_FIRST)
  const refresh = order.can.refresh
  return (
    <Section
      id="stock"
      title={open ? 'Stock by store' : 'Stock it was decided on'}
      aside={
        <div className="flex flex-wrap items-center gap-2 text-muted">
          {order.grid.readAt ? (
            <span>
              Read <TimeAgo at={order.grid.readAt} suffix="ago" />
            </span>
          ) : (
            <span>Not read yet</span>
          )}
          {open ? (
            <Button
              small
              busy={refreshing}
              because={refresh.allowed ? null : refresh.because}
              onClick={onRefresh}
            >
              <RefreshIcon />
              {refreshing ? 'Reading…' : 'Refresh stock'}
            </Button>
          ) : null}
        </div>
      }
    >
      {/* Without buttons in it, the keyboard needs another way to scroll the stores into view. */}
      <div className="relative overflow-x-auto border-t border-line" tabIndex={open ? undefined : 0}>
        <table className="w-full border-separate border-spacing-0" aria-label="Stock by store">
          <TableHead
            stores={stores}
            column="min-w-28 px-2.5 align-top"
            below={(store) => (store.eligible ? null : capital(store.excludedBecause ?? 'not eligible'))}
          />
          <tbody>
            {order.lines.map((line) => (
              <tr key={line.id}>
                <LineHead line={line} open={open} />
                {stores.map((store) => (
                  <GridCell key={store.id} cell={store.cells.find((each) => each.lineId === line.id)} />
                ))}
              </tr>
            ))}
          </tbody>
          <GridFoot order={order} open={open} stores={stores} onPush={onPush} />
        </table>
      </div>
      {order.grid.stores.length > COLUMNS_AT_FIRST ? (
        <div className="border-t border-line px-4 py-2">
          <Button small tone="quiet" className="-ml-2" onClick={() => setAll(!all)} aria-expanded={all}>
            {all ? 'Show fewer stores' : `Show all ${order.grid.stores.length} stores`}
          </Button>
        </div>
      ) : null}
    </Section>
  )
}

/** A store the policy leaves out may still be a person's choice; one that cannot sell may not. */
const whyNotHere = (store: OrderScreen['grid']['stores'][number]): string | null =>
  store.pushable ? null : capital(store.excludedBecause ?? 'this store cannot sell.')

function GridFoot(props: {
  order: OrderScreen
  open: boolean
  stores: OrderScreen['grid']['stores']
  onPush: (proposal: Proposal) => void
}) {
  const because = whyNoPush(props.order) ?? props.order.wholeBlocked
  const lineCount = props.order.grid.linesTotal
  return (
    <tfoot>
      <tr>
        <th
          scope="row"
          className="sticky left-0 z-10 bg-surface px-3 py-2.5 text-left align-top text-xs font-medium text-muted sm:px-4"
        >
          {props.order.state === 'partly-pushed' ? 'All that is left' : 'Whole order'}
        </th>
        {props.stores.map((store) => (
          <td key={store.id} className="border-l border-line px-2.5 py-2.5 align-top">
            <span className="block whitespace-nowrap">
              covers {store.linesCovered} of {lineCount}
            </span>
            <span className="block text-xs whitespace-nowrap text-muted">
              {store.distance ?? 'distance unknown'}
            </span>
            {props.open ? (
              <Button
                small
                className="mt-2"
                aria-label={`Push here: ${store.name}`}
                because={because ?? whyNotHere(store)}
                onClick={() => props.onPush({ kind: 'whole', storeId: store.id, storeName: store.name })}
              >
                Push here
              </Button>
            ) : null}
          </td>
        ))}
      </tr>
    </tfoot>
  )
}
