'use client'

import Link from 'next/link'
import { useState } from 'react'
import { Button } from '@/app/_components/controls/button'
import { ArrowIcon } from '@/app/_components/icons'
import { TimeAgo } from '@/app/_components/time/time-ago'
import { paths } from '@/app/_lib/paths'
import type { PolicyPreviewScreen } from '@/lib/orders/screens/policy-preview'
import { countRows } from './preview-words'

const HEAD = 'px-2 py-2 text-right text-xs font-medium text-muted sm:px-4'
const FIGURE = 'px-2 py-1.5 text-right sm:px-4'

/** The live policy and this one side by side. */
export function PreviewCounts({ preview }: { preview: PolicyPreviewScreen }) {
  return (
    <table className="w-full border-t border-line" aria-label="Live policy and this one">
      <thead>
        <tr className="border-b border-line">
          <th scope="col" className="px-4 py-2 text-left text-xs font-medium text-muted">
            Of {preview.orders} orders
          </th>
          <th scope="col" className={HEAD}>
            Live
          </th>
          <th scope="col" className={HEAD}>
            This policy
          </th>
          <th scope="col" className={HEAD}>
            Change
          </th>
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {countRows(preview).map((row) => (
          <tr key={row.label}>
            <th scope="row" className="px-4 py-1.5 text-left font-normal">
              {row.label}
            </th>
            <td className={FIGURE}>{row.live}</td>
            <td className={`${FIGURE} font-semibold`}>{row.draft}</td>
            <td className={`${FIGURE} text-muted`}>{row.change || 'none'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Enough to judge by; the rest unfolds. */
const ORDERS_AT_FIRST = 15

/** Orders that would have come out differently, newest first. */
export function PreviewOrders({ changed }: { changed: PolicyPreviewScreen['changed'] }) {
  const [all, setAll] = useState(false)
  return (
    <div className="border-t border-line">
      <h3 className="px-4 pt-3 pb-1 font-semibold">Orders that change</h3>
      <ul aria-label="Orders that change" className="divide-y divide-line">
        {changed.slice(0, all ? undefined : ORDERS_AT_FIRST).map((row) => (
          <li key={row.orderId} className="grid gap-x-4 gap-y-0.5 px-4 py-2 sm:grid-cols-[7rem_1fr]">
            <span className="flex items-baseline justify-between gap-2 sm:flex-col sm:gap-0">
              <Link
                href={paths.order(row.orderId, { tab: 'all' })}
                prefetch={false}
                className="inline-flex min-h-6 items-center font-medium text-accent underline underline-offset-2"
              >
                {row.number}
              </Link>
              <span className="text-xs text-muted">
                <TimeAgo at={row.receivedAt} suffix="ago" />
              </span>
            </span>
            <span className="min-w-0">
              <span className="block text-muted">
                <span className="sr-only">Live policy: </span>
                {row.before}
              </span>
              <span className="flex gap-1.5 font-medium">
                <span className="mt-0.5">
                  <ArrowIcon />
                </span>
                <span className="sr-only">This policy: </span>
                {row.after}
              </span>
            </span>
          </li>
        ))}
      </ul>
      {changed.length > ORDERS_AT_FIRST ? (
        <div className="border-t border-line px-4 py-2">
          <Button small tone="quiet" className="-ml-2" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? 'Show fewer' : `Show all ${changed.length}`}
          </Button>
        </div>
      ) : null}
    </div>
  )
}
