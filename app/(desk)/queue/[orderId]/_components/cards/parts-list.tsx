import { Badge, type Tone } from '@/app/_components/badge'
import { capital } from '@/app/_components/capital'
import { CheckIcon, CrossIcon, PartIcon, WarnIcon } from '@/app/_components/icons'
import type { PartScreen } from '@/lib/orders/screens/screen-types'
import type { DeskOrder } from '../../desk-order'
import { partWord } from '@/lib/orders/state-words'
import type { PartState } from '@/lib/orders/states'
import { counted } from '../dialogs/proposal'
import { PartTransfers } from './part-transfers'
import { Section } from '@/app/_components/section'

const LOOKS: Record<PartState, { tone: Tone; icon: () => React.ReactNode }> = {
  planned: { tone: 'plain', icon: PartIcon },
  creating: { tone: 'accent', icon: PartIcon },
  created: { tone: 'accent', icon: PartIcon },
  completing: { tone: 'accent', icon: PartIcon },
  completed: { tone: 'good', icon: CheckIcon },
  unknown: { tone: 'warn', icon: WarnIcon },
  refused: { tone: 'bad', icon: CrossIcon },
  abandoned: { tone: 'plain', icon: CrossIcon },
  undone: { tone: 'warn', icon: CrossIcon },
}

/** One row per sale: where, how far, its number in Lightspeed; lines and money unfold. */
export function PartsList({ order }: { order: DeskOrder }) {
  return (
    <Section title="Sales">
      <ul className="divide-y divide-line border-t border-line">
        {order.parts.map((part) => (
          <Part key={part.ordinal} part={part} order={order} />
        ))}
      </ul>
    </Section>
  )
}

function Part({ part, order }: { part: PartScreen; order: DeskOrder }) {
  const { tone, icon: Icon } = LOOKS[part.state]
  const transfers = order.transfers.filter((one) => one.partOrdinal === part.ordinal)
  return (
    <li aria-label={`Sale in ${part.storeName}`} className="px-4 py-2.5">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <span className="font-semibold">{part.storeName}</span>
        <Badge tone={tone} glyph={<Icon />}>
          {capital(partWord(part.state))}
        </Badge>
        {part.oversold ? <Badge tone="warn">Oversold</Badge> : null}
        {part.ticketNumber || part.saleId ? <span>Sale {part.ticketNumber ?? part.saleId}</span> : null}
        <span className="text-muted">Reference {part.reference}</span>
        <span className="ml-auto whitespace-nowrap">
          {counted(part.units, 'unit')} · <span className="font-medium">{part.total}</span>
        </span>
      </div>
      {transfers.length > 0 ? (
        <PartTransfers
          order={{ orderId: order.id, version: order.version }}
          transfers={transfers}
          noMake={order.can.transfer.allowed ? null : order.can.transfer.because}
          before={order.awaitsTransfers}
        />
      ) : part.transfers.length > 0 ? (
        <p className="mt-1 text-muted">To put it right: {part.transfers.join('; ')}.</p>
      ) : null}
      {part.problem ? <p className="mt-1 text-bad">{part.problem}</p> : null}
      <details className="mt-1">
        <summary className="min-h-6 w-fit text-muted hover:text-ink">Lines and money</summary>
        <div className="grid gap-x-8 gap-y-2 pt-1 sm:grid-cols-2">
          <ul>
            {part.lines.map((line) => (
              <li key={`${line.sku} ${line.title}`}>
                {line.quantity} × {line.title} <span className="text-muted">{line.sku}</span>
                {line.unitsShort > 0 ? <span className="text-warn"> ({line.unitsShort} short)</span> : null}
              </li>
            ))}
          </ul>
          <dl className="grid h-fit grid-cols-[1fr_auto] gap-x-4">
            {part.money.map((row) => (
              <MoneyLine key={row.label} {...row} />
            ))}
          </dl>
        </div>
      </details>
    </li>
  )
}

function MoneyLine({ label, amount }: { label: string; amount: string }) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="text-right">{amount}</dd>
    </>
  )
}
