'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { LinkButton } from '@/app/_components/controls/button'
import { ShowMore } from '@/app/_components/controls/show-more'
import { WarnIcon } from '@/app/_components/icons'
import { paths } from '@/app/_lib/paths'
import type { TransferPage } from '@/lib/transfers/screen'
import { TRANSFER_TABS } from '@/lib/transfers/states'
import { transfersOptions, type TransferFilters } from '../query-options'
import { FIRST_TAB } from '../search-params'
import { StorePick } from './store-pick'
import { TransferEmpty } from './transfer-empty'
import { TransferTable } from './transfer-table'
import { TransferTabs } from './transfer-tabs'

const filters = {
  tab: parseAsStringLiteral(TRANSFER_TABS.map((tab) => tab.id)).withDefault(FIRST_TAB),
  from: parseAsString.withDefault(''),
  to: parseAsString.withDefault(''),
}

/** The merchant's transfers, live; the server drew the first page. */
export function TransferBoard({ first }: { first: TransferFilters & { page: TransferPage } }) {
  const [{ tab, from, to }, setFilters] = useQueryStates(filters, { history: 'push' })
  const isFirst = tab === first.tab && from === first.from && to === first.to
  const query = useInfiniteQuery({
    ...transfersOptions({ tab, from, to }),
    ...(isFirst ? { initialData: { pages: [first.page], pageParams: [null] } } : {}),
  })
  const pages = query.data?.pages
  const newest = pages?.[0] ?? first.page
  const rows = pages?.flatMap((page) => page.rows) ?? []
  return (
    <>
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <div>
          <h1 className="text-xl font-semibold">Transfers</h1>
          <p className="text-muted">Stock sent between stores to put right what was sold short.</p>
        </div>
        <div className="flex w-full flex-wrap items-end gap-3 sm:w-auto">
          <StorePick
            label="From"
            stores={newest.stores}
            chosen={from}
            onChoose={(id) => void setFilters({ from: id || null })}
          />
          <StorePick
            label="To"
            stores={newest.stores}
            chosen={to}
            onChoose={(id) => void setFilters({ to: id || null })}
          />
          {from && to ? (
            <LinkButton href={paths.transferList({ from, to })}>Printable list</LinkButton>
          ) : null}
        </div>
      </div>
      <TransferTabs
        current={tab}
        pair={{ from, to }}
        counts={newest.counts}
        onChoose={(id) => void setFilters({ tab: id })}
      />
      {query.error ? (
        <p role="alert" className="mb-3 flex items-center gap-2 rounded-md bg-warn-wash px-3 py-2 text-warn">
          <WarnIcon />
          What you see may be out of date: {query.error.message}
        </p>
      ) : null}
      <div className="card overflow-clip">
        {!pages ? (
          <div className="skeleton m-4 h-40" aria-busy="true" />
        ) : rows.length === 0 ? (
          <TransferEmpty
            tab={tab}
            filtered={from !== '' || to !== ''}
            onClear={() => void setFilters({ from: null, to: null })}
          />
        ) : (
          <TransferTable rows={rows} noMake={newest.noMake} />
        )}
      </div>
      <ShowMore query={query} />
    </>
  )
}
