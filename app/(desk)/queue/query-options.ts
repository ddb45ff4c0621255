import { infiniteQueryOptions } from '@tanstack/react-query'
import { fetchJson } from '@/app/_lib/fetch-json'
import { paths } from '@/app/_lib/paths'
import type { QueueView } from '@/lib/orders/queue/view'
import type { QueuePage } from '@/lib/orders/screens/screen-types'

const POLL_MS = 2_000

/** A view of the queue, page by page, read again while the browser tab is visible. */
export const queueOptions = (view: QueueView) =>
  infiniteQueryOptions({
    queryKey: ['queue', view],
    queryFn: ({ pageParam, signal }) =>
      fetchJson<QueuePage>(paths.api.queue({ ...view, ...(pageParam ? { cursor: pageParam } : {}) }), {
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    refetchInterval: POLL_MS,
    staleTime: POLL_MS,
  })
