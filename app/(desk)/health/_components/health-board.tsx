'use client'

import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { capital } from '@/app/_components/capital'
import { CheckIcon, WarnIcon } from '@/app/_components/icons'
import { Section } from '@/app/_components/section'
import { TimeAgo } from '@/app/_components/time/time-ago'
import type { HealthScreen } from '../health-screen'
import { healthOptions } from '../query-options'
import { WorkSection } from './work-section'

/** Whether everything answers, how old what we know is, and what is still to be done, live. */
export function HealthBoard({ initial, noRetry }: { initial: HealthScreen; noRetry: string | null }) {
  const { data: screen, error } = useQuery({ ...healthOptions(), initialData: initial })
  return (
    <>
      {error ? (
        <p role="alert" className="mb-3 rounded-md bg-warn-wash px-3 py-2 text-warn">
          What you see may be out of date: {error.message}
        </p>
      ) : null}
      <div className="grid items-start gap-4 md:grid-cols-2 xl:grid-cols-3">
        <Section title="Services">
          <ul className="divide-y divide-line px-4 pb-2">
            {screen.services.map(({ name, problem }) => (
              <li key={name} className="flex items-start gap-2 py-2">
                <span className={problem ? 'mt-0.5 text-bad' : 'mt-0.5 text-good'}>
                  {problem ? <WarnIcon /> : <CheckIcon />}
                </span>
                <span className="font-medium">{capital(name)}</span>
                <span className={problem ? 'ml-auto text-bad' : 'ml-auto text-muted'}>
                  {problem ?? 'answers'}
                </span>
              </li>
            ))}
          </ul>
        </Section>
        <Section title="Orders">
          <dl className="px-4 pb-2">
            <Fact label="Last order came in">{ago(screen.flow.lastOrderAt, 'None yet')}</Fact>
            <Fact label="Last sale completed">{ago(screen.flow.lastPushAt, 'None yet')}</Fact>
            <Fact label="Longest wait for a person">
              {screen.flow.oldestWaitingAt ? <TimeAgo at={screen.flow.oldestWaitingAt} /> : 'Nothing waits'}
            </Fact>
          </dl>
        </Section>
        {screen.accounts.map((account) => (
          <Section key={account.id} title={`Lightspeed: ${account.name}`}>
            <dl className="px-4 pb-2">
              <Fact label="Connection">
                {account.state === 'reconnect' ? (
                  <span className="text-bad">Has to be connected again</span>
                ) : (
                  'Connected'
                )}
              </Fact>
              <Fact label="Changed stock last read">{ago(account.stockSeenAt, 'Not yet')}</Fact>
              <Fact label="Rate budget in use">
                {account.rate ? (
                  <span className="inline-flex items-center gap-2">
                    <progress
                      aria-label={`Rate budget of ${account.name} in use`}
                      className="h-1.5 w-24"
                      max={account.rate.size}
                      value={Math.min(account.rate.level, account.rate.size)}
                    />
                    {account.rate.level} of {account.rate.size} units
                  </span>
                ) : (
                  'Nothing asked yet'
                )}
              </Fact>
            </dl>
          </Section>
        ))}
        <WorkSection backlog={screen.backlog} noRetry={noRetry} />
      </div>
    </>
  )
}

const ago = (at: string | null, never: string): ReactNode => (at ? <TimeAgo at={at} suffix="ago" /> : never)

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-x-4 border-t border-line py-2 first:border-t-0">
      <dt className="text-muted">{label}</dt>
      <dd className="text-right">{children}</dd>
    </div>
  )
}
