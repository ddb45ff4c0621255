'use client'

import Link from 'next/link'
import { useState } from 'react'
import { BackIcon } from '@/app/_components/icons'
import { paths } from '@/app/_lib/paths'
import type { PolicyScreen } from '@/lib/integrations/policy/screen'
import { PolicyBadges } from '../../../_components/policy-badges'
import { EditorBar } from './editor-bar'
import { LiveDialog } from './live-dialog'
import { OtherSettings } from './form/other-settings'
import { PolicyKinds } from './form/policy-kinds'
import { PreviewPanel } from './preview/preview-panel'
import { ReviewRules } from './form/review-rules'
import { SentenceCard } from './form/sentence-card'
import { StoreOrder } from './form/store-order'
import { usePolicyEditor } from './use-policy-editor'
import { ChangeList, VersionList } from './version-list'

/** One channel's policy: said in a sentence, changed as a draft, tried on past orders, made live. */
export function PolicyEditor({ screen }: { screen: PolicyScreen }) {
  const desk = usePolicyEditor(screen)
  const [asking, setAsking] = useState(false)
  return (
    <main className="mx-auto max-w-[80rem] px-3 pt-4 sm:px-5 [&_:focus-visible]:scroll-mt-24 sm:[&_:focus-visible]:scroll-mt-16 [&_:focus-visible]:scroll-mb-28">
      <title>{`Policy of ${screen.name} · Order Queue`}</title>
      <header className="mb-4">
        <Link
          href={paths.integrations()}
          className="mb-1 inline-flex min-h-6 items-center gap-1 text-muted hover:text-ink"
        >
          <BackIcon />
          Integrations
        </Link>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="text-2xl font-semibold tracking-tight">
            <span className="sr-only">Policy of </span>
            {screen.name}
          </h1>
          <PolicyBadges
            liveVersion={screen.live.version}
            paused={screen.live.body.paused}
            draft={screen.draft !== null}
          />
        </div>
      </header>
      <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid min-w-0 grid-cols-1 gap-4">
          <PolicyKinds desk={desk} screen={screen} />
          <StoreOrder desk={desk} screen={screen} />
          <ReviewRules desk={desk} screen={screen} />
          <OtherSettings desk={desk} />
          <PreviewPanel desk={desk} screen={screen} />
        </div>
        <div className="contents lg:flex lg:flex-col lg:gap-4 lg:self-stretch">
          {/* In sight while settings further down are changed. */}
          <div className="order-first lg:sticky lg:top-16 lg:z-10 lg:order-none">
            <SentenceCard desk={desk} />
          </div>
          <VersionList desk={desk} screen={screen} />
          <ChangeList changes={screen.changes} />
        </div>
      </div>
      <EditorBar desk={desk} screen={screen} onLive={() => setAsking(true)} />
      {asking && screen.draft ? (
        <LiveDialog desk={desk} screen={screen} draft={screen.draft.body} onClose={() => setAsking(false)} />
      ) : null}
    </main>
  )
}
