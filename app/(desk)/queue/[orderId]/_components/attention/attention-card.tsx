'use client'

import { useState } from 'react'
import { Button } from '@/app/_components/controls/button'
import { RefreshIcon, WarnIcon } from '@/app/_components/icons'
import { TimeAgo } from '@/app/_components/time/time-ago'
import type { AttentionScreen, OrderScreen } from '@/lib/orders/screens/screen-types'
import { lookAgainAction } from '../../actions'
import type { Act } from '../use-order-desk'
import { FoundSale } from './found-sale'
import { PartInAttention } from './part-in-attention'
import type { Remedy } from './remedy'
import { RemedyDialog } from './remedy-dialog'
import { RemedyList } from './remedy-list'

interface Props {
  order: OrderScreen
  settling: AttentionScreen
  act: Act
  busy: string | null
}

/** What a person must settle: how the sales in Lightspeed differ from the parts, and every way to put it right. */
export function AttentionCard({ order, settling, act, busy }: Props) {
  const [remedy, setRemedy] = useState<Remedy | null>(null)
  const { sentence, differences, parts, strangers, remedies } = settling
  return (
    <section
      aria-labelledby="attention-title"
      className="overflow-hidden rounded-lg border border-bad bg-surface"
    >
      <div className="bg-bad-wash px-4 py-3 text-bad">
        <h2 id="attention-title" className="flex items-center gap-2 font-semibold">
          <WarnIcon />
          Needs attention
        </h2>
        <p className="mt-1">{sentence}</p>
        {differences.length > 0 ? (
          <ul className="mt-1 list-disc space-y-0.5 pl-5">
            {differences.map((difference) => (
              <li key={difference}>{difference}</li>
            ))}
          </ul>
        ) : null}
      </div>
      <LookLine order={order} settling={settling} act={act} busy={busy} />
      <RemedyList remedies={remedies} />
      <ul className="divide-y divide-line border-t border-line">
        {parts.map((part) => (
          <PartInAttention key={part.ordinal} part={part} onPress={setRemedy} />
        ))}
        {strangers.map((sale) => (
          <li
            key={`${sale.posAccountId} ${sale.id}`}
            aria-label="A sale without a part"
            className="px-4 py-3"
          >
            <FoundSale sale={sale} part={null} onPress={setRemedy} />
          </li>
        ))}
      </ul>
      {remedy ? (
        <RemedyDialog order={order} remedy={remedy} act={act} onClose={() => setRemedy(null)} />
      ) : null}
    </section>
  )
}

/** How old the picture is, and the way to a fresh one. */
function LookLine({ order, settling, act, busy }: Props) {
  const { looking, lookedAt, lookFailed, look } = settling
  const seen = { orderId: order.id, version: order.version }
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 py-3">
      <p className="min-w-0 flex-1 basis-56 text-muted">
        {lookedAt === null ? (
          'The sales of this order have not been read in Lightspeed yet.'
        ) : (
          <>
            Sales read in Lightspeed <TimeAgo at={lookedAt} suffix="ago" />.
          </>
        )}
        {looking && lookFailed === null ? ' They are being read now.' : null}
        {lookFailed === null ? null : <span className="block text-bad">{lookFailed}</span>}
      </p>
      <Button
        small
        busy={busy === 'look' || looking}
        because={look.allowed ? null : look.because}
        showReason
        title="Reads the sales of this order in Lightspeed again; changes nothing there."
        onClick={() => void act('look', () => lookAgainAction(seen))}
      >
        <RefreshIcon />
        {looking ? 'Looking…' : 'Look again'}
      </Button>
    </div>
  )
}
