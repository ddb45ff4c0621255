import { queryOptions } from '@tanstack/react-query'
import { fetchJson } from '@/app/_lib/fetch-json'
import { paths } from '@/app/_lib/paths'
import type { ChecksScreen } from '@/lib/orders/verify/checks-screen'

const POLL_MS = 10_000

/** The checks, read again while the browser tab is visible. */
export const checksOptions = () =>
  queryOptions({
    queryKey: ['checks'],
    queryFn: ({ signal }) => fetchJson<ChecksScreen>(paths.api.checks(), { signal }),
    refetchInterval: POLL_MS,
  })
