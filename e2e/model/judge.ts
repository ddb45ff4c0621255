import type { ModelLightspeed } from './lightspeed'
import type { Life, World } from './world'

/** What became of the orders of a world, by Lightspeed's own ledger and what a person sees of the order. */
export interface Verdict {
  lost: number
  doubled: number
  limbo: number
  /** In attention although the protocol could have settled it. */
  attention: number
  /** In attention for something only a person can settle. */
  attentionExpected: number
  /** Orders that nobody but the verification put into attention: a person had completed a second sale, unseen by its push. */
  foundByFeed: number
  /** Open sales of ended orders that the sweeper archived, and those it left. */
  swept: number
  openLeft: number
  /** What is wrong, in words. */
  faults: string[]
}

export function judge({ lives, lightspeed, ledger: { feed } }: World): Verdict {
  const verdicts = lives.map((life) => judgeLife(life, lightspeed))
  const sum = (of: (verdict: LifeVerdict) => number) =>
    verdicts.reduce((total, verdict) => total + of(verdict), 0)
  const alarms = feed.falseAlarms.map((sale) => `${sale} was taken for that of a lost database`)
  return {
    lost: sum((verdict) => verdict.lost),
    doubled: sum((verdict) => verdict.doubled),
    limbo: sum((verdict) => verdict.limbo),
    attention: sum((verdict) => verdict.attention),
    attentionExpected: sum((verdict) => verdict.attentionExpected),
    foundByFeed: feed.found.size,
    swept: feed.swept,
    openLeft: sum((verdict) => verdict.openLeft),
    faults: [...verdicts.flatMap((verdict) => verdict.faults), ...alarms],
  }
}

type LifeVerdict = Omit<Verdict, 'foundByFeed' | 'swept'>

function judgeLife(life: Life, lightspeed: ModelLightspeed): LifeVerdict {
  const { row, parts } = life.order
  const lost: string[] = []
  const doubled: string[] = []
  const inAttention = row.attention !== null
  let openLeft = 0
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
  const left = row.state === 'pushing' ? 0 : openLeft
  return {
    lost: lost.length > 0 ? 1 : 0,
    doubled: doubled.length > 0 ? 1 : 0,
    limbo: limbo ? 1 : 0,
    attention: asked ? 1 : 0,
    attentionExpected: inAttention && !asked ? 1 : 0,
    openLeft: left,
    faults: [
      ...lost,
      ...doubled,
      ...(limbo ? [`order ${row.number} is still being pushed`] : []),
      ...(left > 0 ? [`order ${row.number} has ended, and ${left} open sales of it stand`] : []),
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
