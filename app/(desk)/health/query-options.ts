import { queryOptions } from '@tanstack/react-query'
import { fetchJson } from '@/app/_lib/fetch-json'
import { paths } from '@/app/_lib/paths'
import type { ChecksScreen } from '@/lib/orders/verify/checks-screen'
import type { HealthScreen } from './health-screen'

const POLL_MS = 10_000
const HEALTH_POLL_MS = 5_000

/** The checks, read again while the browser tab is visible. */
export const checksOptions = () =>
  queryOptions({
    queryKey: ['checks'],
    queryFn: ({ signal }) => fetchJson<ChecksScreen>(paths.api.checks(), { signal }),
    refetchInterval: POLL_MS,
  })

/** Everything else on the page of health. */
export const healthOptions = () =>
  queryOptions({
    queryKey: ['health'],
    queryFn: ({ signal }) => fetchJson<HealthScreen>(paths.api.health(), { signal }),
    refetchInterval: HEALTH_POLL_MS,
  })
