import { infiniteQueryOptions } from '@tanstack/react-query'
import { fetchJson } from '@/app/_lib/fetch-json'
import { paths } from '@/app/_lib/paths'
import type { QueuePage } from '@/lib/orders/screens/screen-types'
import type { TabId } from '@/lib/orders/states'

const POLL_MS = 2_000

/** The queue of one tab and search, page by page, read again while the browser tab is visible. */
export const queueOptions = (tab: TabId, search: string) =>
  infiniteQueryOptions({
    queryKey: ['queue', tab, search],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ tab })
      if (search) query.set('search', search)
      if (pageParam) query.set('cursor', pageParam)
      return fetchJson<QueuePage>(paths.api.queue(query), { signal })
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    refetchInterval: POLL_MS,
    staleTime: POLL_MS,
  })
