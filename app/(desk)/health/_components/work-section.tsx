'use client'

import { useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { Button } from '@/app/_components/controls/button'
import { useAsk } from '@/app/_components/controls/use-ask'
import { Section } from '@/app/_components/section'
import { TimeAgo } from '@/app/_components/time/time-ago'
import { paths } from '@/app/_lib/paths'
import type { Backlog } from '@/lib/jobs/backlog'
import { JOB_WORDS } from '@/lib/jobs/words'
import { retryDeadAction } from '../actions'
import { healthOptions } from '../query-options'

/** What the worker has still to do, and what it gave up, which somebody can have done again. */
export function WorkSection({ backlog, noRetry }: { backlog: Backlog; noRetry: string | null }) {
  const stuck = backlog.kinds.reduce((sum, kind) => sum + kind.stuck, 0)
  return (
    <Section title="Work" className="md:col-span-2 xl:col-span-3">
      {stuck > 0 ? (
        <p role="alert" className="mx-4 mb-2 rounded-md bg-bad-wash px-3 py-2 text-bad">
          {stuck} {stuck === 1 ? 'job is' : 'jobs are'} due for more than five minutes and nobody has begun:
          is a worker running?
        </p>
      ) : null}
      {backlog.kinds.length === 0 ? (
        <p className="px-4 pb-3 text-muted">Nothing is to be done.</p>
      ) : (
        <div className="overflow-x-auto px-4 pb-3">
          <table aria-label="Work to be done" className="w-full">
            <thead>
              <tr className="text-xs text-muted">
                <th scope="col" className="py-1 text-left font-medium">
                  What
                </th>
                {['Waiting', 'Running', 'Stuck'].map((word) => (
                  <th key={word} scope="col" className="py-1 text-right font-medium">
                    {word}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody className="divide-y divide-line border-t border-line">
              {backlog.kinds.map((row) => (
                <tr key={row.kind}>
                  <th scope="row" className="py-1.5 text-left font-normal">
                    {JOB_WORDS[row.kind]}
                  </th>
                  <td className="text-right">{row.waiting}</td>
                  <td className="text-right">{row.running}</td>
                  <td className={row.stuck > 0 ? 'text-right font-semibold text-bad' : 'text-right'}>
                    {row.stuck}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {backlog.dead.length > 0 ? <Dead dead={backlog.dead} noRetry={noRetry} /> : null}
    </Section>
  )
}

function Dead({ dead, noRetry }: { dead: Backlog['dead']; noRetry: string | null }) {
  const client = useQueryClient()
  const { busy, problem, ask } = useAsk(
    () => void client.invalidateQueries({ queryKey: healthOptions().queryKey }),
  )
  return (
    <div className="border-t border-line px-4 py-3">
      <h3 className="font-semibold">Given up after many tries</h3>
      {problem ? (
        <p role="alert" className="mt-1 text-bad">
          {problem}
        </p>
      ) : null}
      <ul aria-label="Given up" className="divide-y divide-line">
        {dead.map((job) => (
          <li key={job.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2">
            <span className="min-w-0 flex-1 basis-60">
              <span className="font-medium">{JOB_WORDS[job.kind]}</span>, <TimeAgo at={job.at} suffix="ago" />
              <span className="block text-muted">{job.because}</span>
            </span>
            {job.orderId ? (
              <Link href={paths.order(job.orderId)} className="text-accent underline">
                Open the order
              </Link>
            ) : null}
            <Button
              small
              busy={busy}
              because={noRetry}
              onClick={() => void ask(() => retryDeadAction({ jobId: job.id }))}
            >
              Retry
            </Button>
          </li>
        ))}
      </ul>
    </div>
  )
}
