import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { fetchJson } from '@/app/_lib/fetch-json'
import { paths } from '@/app/_lib/paths'
import type { SplitPreview } from '@/lib/orders/screens/screen-types'
import type { QueueView } from '@/lib/orders/queue/view'
import type { DeskOrder } from './desk-order'
import type { PartInput } from './parts-shape'

const CALM_POLL_MS = 2_000
const PUSHING_POLL_MS = 1_000

/** One order, read again while the browser tab is visible, faster while sales are being made. */
export const orderOptions = (orderId: string, view: QueueView) =>
  queryOptions({
    queryKey: ['order', orderId, view],
    queryFn: ({ signal }) => fetchJson<DeskOrder>(paths.api.order(orderId, view), { signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'pushing' ? PUSHING_POLL_MS : CALM_POLL_MS),
  })

/** Keyed by the version too, so that a preview never outlives the order it was made of. */
export const pushPreviewOptions = (order: { id: string; version: number }, storeId: string) =>
  queryOptions({
    queryKey: ['push-preview', order.id, order.version, storeId],
    queryFn: ({ signal }) => fetchJson<SplitPreview>(paths.api.pushPreview(order.id, storeId), { signal }),
    staleTime: 0,
    gcTime: 0,
  })

export const splitPreviewOptions = (order: { id: string; version: number }, parts: PartInput[]) =>
  queryOptions({
    queryKey: ['split-preview', order.id, order.version, parts],
    queryFn: ({ signal }) =>
      fetchJson<SplitPreview>(paths.api.splitPreview(order.id), {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ parts }),
        signal,
      }),
    placeholderData: keepPreviousData,
    staleTime: 5_000,
  })
