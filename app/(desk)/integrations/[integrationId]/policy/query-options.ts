import { queryOptions } from '@tanstack/react-query'
import { fetchJson } from '@/app/_lib/fetch-json'
import { paths } from '@/app/_lib/paths'
import type { PolicyPreviewScreen } from '@/lib/orders/screens/policy-preview'
import type { PolicyBody } from '@/lib/routing/types'

/** A policy over past orders. Keyed by the live version too: another one makes another comparison. */
export const policyPreviewOptions = (integrationId: string, liveVersion: number, body: PolicyBody) =>
  queryOptions({
    queryKey: ['policy-preview', integrationId, liveVersion, body],
    queryFn: ({ signal }) =>
      fetchJson<PolicyPreviewScreen>(paths.api.policyPreview(integrationId), {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ body }),
        signal,
      }),
    // It costs seconds of work, and the past hardly changes: only asking again makes it again.
    staleTime: 5 * 60_000,
    refetchOnWindowFocus: false,
    retry: false,
  })
