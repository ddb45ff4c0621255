'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { fetchJson } from '@/app/_lib/fetch-json'
import { paths } from '@/app/_lib/paths'

const BEAT_MS = 5_000

/** Names of the other people who have this order's page open; they hear of this one the same way. */
export function useLookers(orderId: string): string[] {
  const { data, isError } = useQuery({
    queryKey: ['looking', orderId],
    queryFn: ({ signal }) =>
      fetchJson<{ names: string[] }>(paths.api.looking(orderId), {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ leaves: false }),
        signal,
      }),
    refetchInterval: BEAT_MS,
    gcTime: 0,
  })
  useEffect(() => {
    // A beacon still leaves when the page itself is being closed.
    const leave = () => navigator.sendBeacon(paths.api.looking(orderId), JSON.stringify({ leaves: true }))
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      leave()
    }
  }, [orderId])
  return isError ? [] : (data?.names ?? [])
}
