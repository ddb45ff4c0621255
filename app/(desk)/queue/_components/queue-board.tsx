'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { ShowMore } from '@/app/_components/controls/show-more'
import type { QueuePage } from '@/lib/orders/screens/screen-types'
import { TABS, type TabId } from '@/lib/orders/states'
import { queueOptions } from '../query-options'
import { FIRST_TAB } from '../search-params'
import { ConnectionLine } from './connection-line'
import { QueueEmpty } from './queue-empty'
import { QueueSearch } from './queue-search'
import { QueueSkeleton } from './rows/queue-skeleton'
import { QueueTable } from './rows/queue-table'
import { QueueTabs } from './queue-tabs'
import { ReplanButton } from './replan-button'
import { useSteadyRows } from './rows/use-steady-rows'

const filters = {
  tab: parseAsStringLiteral(TABS.map((tab) => tab.id)).withDefault(FIRST_TAB),
  search: parseAsString.withDefault(''),
}

interface First {
  tab: TabId
  search: string
  page: QueuePage
}

/** The queue, live. The server drew the first page; tabs and searches are read from here on by the browser. */
export function QueueBoard({ first, noReplan }: { first: First; noReplan: string | null }) {
  const [{ tab, search }, setFilters] = useQueryStates(filters, { history: 'push' })
  const isFirst = tab === first.tab && search === first.search
  const query = useInfiniteQuery({
    ...queueOptions(tab, search),
    ...(isFirst ? { initialData: { pages: [first.page], pageParams: [null] } } : {}),
  })
  const pages = query.data?.pages
  const newest = pages?.at(-1) ?? first.page
  const steady = useSteadyRows(`${tab}/${search}`, pages)
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <h1 className="text-xl font-semibold">Queue</h1>
        <div className="flex w-full flex-wrap items-center gap-3 sm:w-auto">
          {tab === FIRST_TAB && newest.counts[FIRST_TAB] > 0 ? <ReplanButton because={noReplan} /> : null}
          <QueueSearch search={search} onSearch={(text) => void setFilters({ search: text || null })} />
        </div>
      </div>
      <QueueTabs current={tab} counts={newest.counts} onChoose={(id) => void setFilters({ tab: id })} />
      <ConnectionLine error={query.error} />
      <div className="card relative overflow-clip">
        {steady.news ? (
          <div className="sticky top-24 z-10 sm:top-14 flex h-0 justify-center">
            <button
              type="button"
              onClick={steady.showNews}
              className="mt-2 h-8 rounded-full bg-accent px-4 font-medium text-on-accent shadow-raised hover:bg-accent-hover"
            >
              {steady.news}
            </button>
          </div>
        ) : null}
        {!pages ? (
          <QueueSkeleton />
        ) : steady.rows.length === 0 ? (
          <QueueEmpty
            tab={tab}
            search={search}
            anyOrderYet={newest.anyOrderYet}
            onClear={() => void setFilters(null)}
          />
        ) : (
          <QueueTable rows={steady.rows} tab={tab} />
        )}
      </div>
      <ShowMore query={query} />
    </>
  )
}
