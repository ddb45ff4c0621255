'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { ShowMore } from '@/app/_components/controls/show-more'
import type { QueueView } from '@/lib/orders/queue/view'
import type { QueuePage } from '@/lib/orders/screens/screen-types'
import { queueOptions } from '../query-options'
import { FIRST_TAB } from '../search-params'
import { Bulk } from './bulk/bulk'
import { useBulk } from './bulk/use-bulk'
import { ConnectionLine } from './connection-line'
import { FilterBar } from './filters/filter-bar'
import { useQueueView } from './filters/use-queue-view'
import { NewsPill } from './news-pill'
import { QueueEmpty } from './queue-empty'
import { QueueSearch } from './queue-search'
import { QueueTabs } from './queue-tabs'
import { ReplanButton } from './replan-button'
import { QueueSkeleton } from './rows/queue-skeleton'
import { QueueTable } from './rows/queue-table'
import { useQueueKeys } from './rows/use-queue-keys'
import { useSteadyRows } from './rows/use-steady-rows'

interface First {
  view: QueueView
  page: QueuePage
}

/** The queue, live. The server drew the first page; other views are read from here on by the browser. */
export function QueueBoard({ first, noAct }: { first: First; noAct: string | null }) {
  const [view, setView] = useQueueView()
  const asKey = JSON.stringify(view)
  const isFirst = asKey === JSON.stringify(first.view)
  const query = useInfiniteQuery({
    ...queueOptions(view),
    ...(isFirst ? { initialData: { pages: [first.page], pageParams: [null] } } : {}),
  })
  const pages = query.data?.pages
  const newest = pages?.at(-1) ?? first.page
  const steady = useSteadyRows(asKey, pages)
  const bulk = useBulk(asKey, steady)
  useQueueKeys({
    rows: steady.rows,
    selected: (id) => bulk.selected[id] ?? false,
    select: bulk.toggle,
    onAsk: bulk.ask,
    mayAct: noAct === null,
  })
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <h1 className="text-xl font-semibold">Queue</h1>
        <div className="flex w-full flex-wrap items-center gap-3 sm:w-auto">
          {view.tab === FIRST_TAB && newest.counts[FIRST_TAB] > 0 ? <ReplanButton because={noAct} /> : null}
          <QueueSearch search={view.search} onSearch={(search) => setView({ search })} />
        </div>
      </div>
      <QueueTabs view={view} counts={newest.counts} onChoose={(tab) => setView({ tab })} />
      <FilterBar view={view} page={newest} onChange={setView} noShare={noAct} />
      <ConnectionLine error={query.error} />
      <div className="card relative">
        {steady.news ? <NewsPill onPress={steady.showNews}>{steady.news}</NewsPill> : null}
        {!pages ? (
          <QueueSkeleton />
        ) : steady.rows.length === 0 ? (
          <QueueEmpty view={view} anyOrderYet={newest.anyOrderYet} onChange={setView} />
        ) : (
          <QueueTable rows={steady.rows} view={view} selected={bulk.selected} onSelect={bulk.select} />
        )}
      </div>
      <ShowMore query={query} />
      <Bulk bulk={bulk} people={newest.people} because={noAct} />
    </>
  )
}
