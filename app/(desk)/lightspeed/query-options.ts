import { queryOptions } from '@tanstack/react-query'
import { fetchJson } from '@/app/_lib/fetch-json'
import { paths } from '@/app/_lib/paths'
import type { AccountsScreen } from '@/lib/stores/accounts-screen'

const CALM_POLL_MS = 5_000
const CONNECTING_POLL_MS = 1_000

/** The accounts, read again while the browser tab is visible, faster while one is being connected. */
export const accountsOptions = () =>
  queryOptions({
    queryKey: ['lightspeed'],
    queryFn: ({ signal }) => fetchJson<AccountsScreen>(paths.api.lightspeed(), { signal }),
    refetchInterval: ({ state }) =>
      state.data?.connection?.over === false ? CONNECTING_POLL_MS : CALM_POLL_MS,
  })
