import { Badge, type Tone } from '@/app/_components/badge'
import { capital } from '@/app/_components/capital'
import { stateWord } from '@/lib/orders/state-words'
import type { OrderState } from '@/lib/orders/states'

interface Look {
  tone: Tone
  /** A shape of its own for each family of states. */
  shape: 'ring' | 'pause' | 'arrow' | 'half' | 'disc' | 'cross' | 'dash'
}

const LOOKS: Record<OrderState, Look> = {
  received: { tone: 'plain', shape: 'ring' },
  held: { tone: 'warn', shape: 'pause' },
  snoozed: { tone: 'plain', shape: 'pause' },
  pushing: { tone: 'accent', shape: 'arrow' },
  'partly-pushed': { tone: 'warn', shape: 'half' },
  pushed: { tone: 'good', shape: 'disc' },
  voided: { tone: 'plain', shape: 'cross' },
  cancelled: { tone: 'plain', shape: 'cross' },
  'not-routed': { tone: 'plain', shape: 'dash' },
}

const WAITS: OrderState[] = ['held', 'snoozed', 'partly-pushed']

export function StateBadge(props: {
  state: OrderState
  attention: string | null
  ready: boolean
  woken: boolean
}) {
  const look = LOOKS[props.state]
  return (
    <span className="inline-flex flex-wrap items-center gap-1">
      <Badge tone={look.tone} glyph={<Shape shape={look.shape} />}>
        {capital(stateWord(props.state))}
      </Badge>
      {props.attention ? (
        <Badge tone="bad" glyph={<Shape shape="alarm" />}>
          Attention
        </Badge>
      ) : null}
      {props.ready && WAITS.includes(props.state) ? (
        <Badge tone="good" glyph={<Shape shape="disc" />}>
          Ready
        </Badge>
      ) : null}
      {props.woken ? (
        <Badge tone="accent" glyph={<Shape shape="arrow" />}>
          Back from snooze
        </Badge>
      ) : null}
    </span>
  )
}

const DRAWINGS: Record<Look['shape'] | 'alarm', string> = {
  ring: 'M6 2a4 4 0 1 0 0 8 4 4 0 0 0 0-8Zm0 1.6a2.4 2.4 0 1 1 0 4.8 2.4 2.4 0 0 1 0-4.8Z',
  pause: 'M2.5 2h2.6v8H2.5Zm4.4 0h2.6v8H6.9Z',
  arrow: 'M1.5 5h5V2.2L10.8 6 6.5 9.8V7h-5Z',
  half: 'M6 2a4 4 0 1 0 0 8 4 4 0 0 0 0-8Zm0 1.4a2.6 2.6 0 0 0 0 5.2Z',
  disc: 'M6 2a4 4 0 1 1 0 8 4 4 0 0 1 0-8Z',
  cross: 'm3 1.9 3 3 3-3L10.1 3l-3 3 3 3L9 10.1l-3-3-3 3L1.9 9l3-3-3-3Z',
  dash: 'M2 5h8v2H2Z',
  alarm: 'M6 1 11.5 10.8H.5Z',
}

function Shape({ shape }: { shape: keyof typeof DRAWINGS }) {
  return (
    <svg viewBox="0 0 12 12" width="10" height="10" fill="currentColor" fillRule="evenodd" aria-hidden="true">
      <path d={DRAWINGS[shape]} />
    </svg>
  )
}
