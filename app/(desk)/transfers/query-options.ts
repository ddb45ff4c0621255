import { infiniteQueryOptions } from '@tanstack/react-query'
import { fetchJson } from '@/app/_lib/fetch-json'
import { paths } from '@/app/_lib/paths'
import type { TransferPage } from '@/lib/transfers/screen'
import type { TransferTabId } from '@/lib/transfers/states'

const POLL_MS = 3_000

export interface TransferFilters {
  tab: TransferTabId
  from: string
  to: string
}

/** Transfers of one tab and pair of stores, page by page, read again while the browser tab is visible. */
export const transfersOptions = ({ tab, from, to }: TransferFilters) =>
  infiniteQueryOptions({
    queryKey: ['transfers', tab, from, to],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ tab, from, to })
      if (pageParam) query.set('cursor', pageParam)
      return fetchJson<TransferPage>(paths.api.transfers(query), { signal })
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    refetchInterval: POLL_MS,
    staleTime: POLL_MS,
  })
