'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '@/app/_components/controls/button'
import { Section } from '@/app/_components/section'
import type { PolicyScreen } from '@/lib/integrations/policy/screen'
import type { PolicyPreviewScreen } from '@/lib/orders/screens/policy-preview'
import type { PolicyBody } from '@/lib/routing/types'
import { policyPreviewOptions } from '../../query-options'
import { PreviewCounts, PreviewOrders } from './preview-tables'
import { effectSentence } from './preview-words'
import { samePolicy } from '../form/policy-form'
import type { PolicyDesk } from '../use-policy-editor'

/** The policy as typed, tried on past orders beside the live one; nothing is changed by it. */
export function PreviewPanel({ desk, screen }: { desk: PolicyDesk; screen: PolicyScreen }) {
  const [tried, setTried] = useState<PolicyBody | null>(null)
  const query = useQuery({
    ...policyPreviewOptions(screen.integrationId, screen.live.version, tried ?? desk.body),
    enabled: tried !== null,
  })
  const unfinished = Object.keys(desk.problems).length > 0
  const outdated = tried !== null && !samePolicy(tried, desk.body, screen.currency)
  return (
    <Section
      title="Try it on past orders"
      aside={
        <Button
          tone={tried === null || outdated ? 'primary' : 'plain'}
          busy={query.isFetching}
          because={unfinished ? 'Fill in what is marked above first.' : null}
          onClick={() => (outdated || tried === null ? setTried(desk.body) : void query.refetch())}
        >
          {query.isFetching ? 'Trying…' : tried === null ? 'Try it on past orders' : 'Try again'}
        </Button>
      }
    >
      <div aria-busy={query.isFetching}>
        {query.isFetching ? <Trying /> : null}
        {query.error && !query.isFetching ? (
          <p role="alert" className="px-4 pb-4 text-bad">
            {query.error.message}
          </p>
        ) : null}
        {query.data && !query.isFetching ? <Result preview={query.data} outdated={outdated} /> : null}
        {tried === null ? (
          <p className="px-4 pb-4 text-muted">
            Decides the last 500 orders, at most 60 days back, once more with the stock they were decided on.
            Nothing is pushed, held or mailed.
          </p>
        ) : null}
      </div>
    </Section>
  )
}

function Trying() {
  return (
    <div className="px-4 pb-4">
      <output className="mb-2 block">Deciding past orders once more. This can take some seconds.</output>
      <progress aria-label="Trying the policy on past orders" className="block h-1.5 w-full" />
      <div className="skeleton mt-3 h-40 w-full" />
    </div>
  )
}

function Result({ preview, outdated }: { preview: PolicyPreviewScreen; outdated: boolean }) {
  return (
    <>
      <div className="px-4 pb-3">
        <output aria-label="Effect on past orders" className="block font-medium">
          {effectSentence(preview)}
        </output>
        {preview.cutShort ? (
          <p className="text-muted">These orders take long to decide, so fewer of them were tried.</p>
        ) : null}
        {outdated ? (
          <p className="mt-1 font-medium text-warn">
            You changed the policy since. Try it again to see the effect.
          </p>
        ) : null}
      </div>
      {preview.orders > 0 ? <PreviewCounts preview={preview} /> : null}
      {preview.changed.length > 0 ? <PreviewOrders changed={preview.changed} /> : null}
    </>
  )
}
