import type { ModelLightspeed } from './lightspeed'
import type { Life, World } from './world'

/** A push ends at most so long after its last look at Lightspeed's lists. */
const LAST_LOOK_MS = 2_000

/** What became of the orders of a world, by Lightspeed's own ledger and what a person sees of the order. */
export interface Verdict {
  lost: number
  doubled: number
  limbo: number
  /** In attention although the protocol could have settled it. */
  attention: number
  /** In attention for something only a person can settle. */
  attentionExpected: number
  /** Doubled by a person at the desk with a sale no list showed before its order had ended: the change feed's to find. */
  leftToFeed: number
  /** Open sales of ended orders, which move no stock and are swept up later. */
  openLeft: number
  /** What is wrong, in words. */
  faults: string[]
}

export function judge({ lives, lightspeed }: World): Verdict {
  const verdicts = lives.map((life) => judgeLife(life, lightspeed))
  const sum = (of: (verdict: Verdict) => number) =>
    verdicts.reduce((total, verdict) => total + of(verdict), 0)
  return {
    lost: sum((verdict) => verdict.lost),
    doubled: sum((verdict) => verdict.doubled),
    limbo: sum((verdict) => verdict.limbo),
    attention: sum((verdict) => verdict.attention),
    attentionExpected: sum((verdict) => verdict.attentionExpected),
    leftToFeed: sum((verdict) => verdict.leftToFeed),
    openLeft: sum((verdict) => verdict.openLeft),
    faults: verdicts.flatMap((verdict) => verdict.faults),
  }
}

function judgeLife(life: Life, lightspeed: ModelLightspeed): Verdict {
  const { row, parts } = life.order
  const lost: string[] = []
  const doubled: string[] = []
  const inAttention = row.attention !== null
  let openLeft = 0
  let leftToFeed = 0
  for (const part of parts) {
    const own = lightspeed.sales.filter(
      (sale) => sale.reference === part.referenceNumber && sale.source === part.referenceSource,
    )
    const sold = own.filter((sale) => sale.state === 'completed')
    openLeft += own.filter((sale) => sale.state === 'open').length
    const name = `order ${row.number} part ${part.ordinal} (${part.state})`
    const due = part.state === 'completed' ? 1 : 0
    if (own.some((sale) => sale.stockTaken > 1)) doubled.push(`${name} took its stock twice`)
    if (inAttention) continue
    const hidden = sold.some((sale) => sale.listedFromMs > life.endedAtMs - LAST_LOOK_MS)
    if (sold.length > due && life.meddled && hidden) {
      leftToFeed += 1
      continue
    }
    if (sold.length > due && row.state !== 'pushing')
      doubled.push(`${name} has ${sold.length} completed sales`)
    if (sold.length < due) lost.push(`${name} has no completed sale`)
    if (sold.some((sale) => sale.totalMinor !== part.money.totalMinor))
      lost.push(`${name} was sold at another total, and nobody is told`)
  }
  const units = parts.filter((part) => part.state === 'completed').length
  if (units > life.script.parts) doubled.push(`order ${row.number} sold ${units} parts`)
  if (row.state === 'pushed' && units < life.script.parts) lost.push(`order ${row.number} is not all sold`)
  const back = row.state !== 'pushed' && row.state !== 'pushing'
  if (back && !inAttention && !mayGoBack(life)) lost.push(`order ${row.number} went back without a reason`)
  const limbo = row.state === 'pushing' && !inAttention
  const asked = inAttention && !mayAsk(life)
  return {
    lost: lost.length > 0 ? 1 : 0,
    doubled: doubled.length > 0 ? 1 : 0,
    limbo: limbo ? 1 : 0,
    attention: asked ? 1 : 0,
    attentionExpected: inAttention && !asked ? 1 : 0,
    leftToFeed,
    openLeft: row.state === 'pushing' ? 0 : openLeft,
    faults: [
      ...lost,
      ...doubled,
      ...(limbo ? [`order ${row.number} is still being pushed`] : []),
      ...(asked ? [`order ${row.number} asks for a person: ${row.attention ?? ''}`] : []),
    ],
  }
}

/** Lightspeed or the channel said no, or the store ran short: the queue is where such an order belongs. */
const mayGoBack = (life: Life): boolean =>
  life.meddled ||
  life.changedByChannel ||
  (life.script.short && !life.script.oversold) ||
  life.played.some((fault) => fault === 'refused' || fault === 'wrong-total')

/** Only a person can judge what another one did, or a no that comes after the first sale. */
const mayAsk = (life: Life): boolean =>
  life.meddled ||
  life.changedByChannel ||
  life.played.some((fault) => fault === 'refused' || fault === 'wrong-total')
