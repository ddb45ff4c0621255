import { whyNot } from '@/lib/access/roles'
import type { Viewer } from '@/lib/access/viewer'
import type { MerchantTx } from '@/lib/db/with-merchant'
import { formatMoney } from '@/lib/money'
import {
  alterationsOf,
  differencesOf,
  salesOfPart,
  type Difference,
  type PartSeen,
} from '../../attention/differences'
import { figuresOf, type FoundSale } from '../../attention/found-sale'
import { getLook } from '../../attention/looks'
import { offerOf, type Offer, type Picture } from '../../attention/offers'
import { pictureOf } from '../../attention/picture'
import { listRemedies } from '../../attention/remedy-reads'
import type { LookRow, RemedyKind, RemedyRow } from '../../attention/tables'
import { alteredWords, attentionSentence, differenceSentence, remedyWord } from '../../attention/words'
import type { OrderRow } from '../../planning/write-plan'
import { partWord } from '../../state-words'
import type { AttentionScreen, FoundSaleScreen, Possibility, RemedyOffer } from '../screen-types'
import { remedyText } from './screen-remedies'

/** What a person must settle and what they can do about it; null when there is nothing to settle. */
export async function attentionOfOrder(
  scope: MerchantTx,
  viewer: Viewer,
  row: OrderRow,
): Promise<AttentionScreen | null> {
  if (row.attention === null) return null
  const look = await getLook(scope, row.id)
  const sales = look?.sales ?? []
  const picture = await pictureOf(scope, row, sales)
  const differences = differencesOf(picture.order, picture.parts, sales)
  const remedies = await listRemedies(scope, row.id)
  const blocked = blockedBecause(viewer, remedies)
  const shown = picture.parts.filter(
    (part) => part.state !== 'abandoned' || salesOfPart(part, sales).length > 0,
  )
  const inParts = new Set(shown.flatMap((part) => salesOfPart(part, sales)))
  const told = (difference: Difference) =>
    differenceSentence(difference, partOf(picture, difference.ordinal), sales, picture.naming)
  return {
    sentence: attentionSentence(row.attention),
    differences: differences.map(told),
    lookedAt: look?.lookedAt?.toISOString() ?? null,
    looking: look?.askedAt !== null && look?.askedAt !== undefined,
    lookFailed: look?.failedBecause ?? null,
    look: blocked === null ? { allowed: true } : { allowed: false, because: blocked },
    parts: shown.map((part) => ({
      ordinal: part.ordinal,
      posAccountId: part.posAccountId,
      title: `Part ${part.ordinal}, ${picture.naming.storeOf(part.posAccountId, part.shopId)}`,
      state: partWord(part.state),
      reference: part.referenceNumber,
      total: formatMoney({ minor: part.totalMinor, currency: row.currency }),
      pushAgain: offered(picture, blocked, part, 'push-again'),
      putBack: offered(picture, blocked, part, 'put-back'),
      sales: salesOfPart(part, sales).map((sale) => saleScreen(picture, blocked, look, part, sale)),
    })),
    strangers: sales
      .filter((sale) => !inParts.has(sale))
      .map((sale) => saleScreen(picture, blocked, look, null, sale)),
    remedies: remedies.map((remedy) => remedyScreen(remedy, sales)),
  }
}

const partOf = (picture: Picture, ordinal: number | null): PartSeen | null =>
  picture.parts.find((part) => part.ordinal === ordinal) ?? null

const OPEN: RemedyRow['state'][] = ['asked', 'sent', 'unknown']

/** What stands against every button alike. */
function blockedBecause(viewer: Viewer, remedies: RemedyRow[]): string | null {
  const open = remedies.find((remedy) => OPEN.includes(remedy.state))
  return (
    whyNot(viewer.role, 'act-on-orders') ?? (open ? `${remedyWord(open.kind)} is being carried out.` : null)
  )
}

function offered(
  picture: Picture,
  blocked: string | null,
  part: PartSeen | null,
  kind: RemedyKind,
  sale?: FoundSale,
): RemedyOffer | null {
  const target = {
    kind,
    ordinal: part?.ordinal ?? null,
    posAccountId: sale?.posAccountId ?? part?.posAccountId ?? '',
    saleId: sale?.id ?? null,
  }
  const offer: Offer = offerOf(picture, target)
  if (!offer) return null
  const can: Possibility =
    blocked !== null
      ? { allowed: false, because: blocked }
      : offer.ok
        ? { allowed: true }
        : { allowed: false, because: offer.because }
  const differs = offer.ok ? offer.differs : null
  return { can, differs, ...remedyText(kind, { picture, part, sale, differs }) }
}

const SALE_WORDS: Record<FoundSale['state'], string> = {
  open: 'Open',
  completed: 'Completed',
  voided: 'Voided',
  archived: 'Archived',
}

function saleScreen(
  picture: Picture,
  blocked: string | null,
  look: LookRow | null,
  part: PartSeen | null,
  sale: FoundSale,
): FoundSaleScreen {
  const money = (minor: number) => formatMoney({ minor, currency: picture.naming.currency })
  const own = look?.choices.find((one) => one.posAccountId === sale.posAccountId)
  const altered = part ? alterationsOf(part, sale) : []
  const word = sale.refunded === 'wholly' ? 'Refunded' : SALE_WORDS[sale.state]
  return {
    posAccountId: sale.posAccountId,
    id: sale.id,
    figures: figuresOf(sale),
    ticketNumber: sale.ticketNumber,
    reference: sale.referenceNumber,
    storeName: picture.naming.storeOf(sale.posAccountId, sale.shopId),
    state: word,
    stands: sale.state === 'completed' && sale.refunded !== 'wholly',
    total: money(sale.totalMinor),
    totalMinor: sale.totalMinor,
    own: part?.saleId === sale.id,
    refunds: sale.refundTickets.length > 0 ? `Refund ${sale.refundTickets.join(', ')}` : null,
    difference:
      part === null
        ? 'No part of this order has its reference.'
        : altered.length === 0
          ? null
          : `It ${alteredWords(altered, part, sale, picture.naming)}.`,
    adopt: offered(picture, blocked, part, 'adopt', sale),
    archive: offered(picture, blocked, part, 'archive', sale),
    refund: offered(picture, blocked, part, 'refund', sale),
    registers: (own?.registers ?? [])
      .filter((one) => one.shopId === sale.shopId)
      .map(({ id, name, open }) => ({ id, label: open ? name : `${name} (closed)` })),
    paymentTypes: (own?.paymentTypes ?? []).map(({ id, name }) => ({ id, label: name })),
  }
}

function remedyScreen(remedy: RemedyRow, sales: FoundSale[]): AttentionScreen['remedies'][number] {
  const sale = sales.find((one) => one.id === remedy.saleId && one.posAccountId === remedy.posAccountId)
  const about = sale ? ` ${sale.ticketNumber}` : remedy.ordinal === null ? '' : `, part ${remedy.ordinal}`
  return {
    id: remedy.id,
    title: remedyWord(remedy.kind) + about,
    by: remedy.askedBy.kind === 'system' ? 'Order Queue' : remedy.askedBy.name,
    at: remedy.askedAt.toISOString(),
    state: OPEN.includes(remedy.state) ? 'working' : remedy.state === 'done' ? 'done' : 'not-done',
    detail: progressOf(remedy),
  }
}

function progressOf({ state, kind, because, lookUps, response }: RemedyRow): string {
  switch (state) {
    case 'asked':
      return 'The sales are read in Lightspeed first.'
    case 'sent':
      return 'Sent to Lightspeed; waiting for its answer.'
    case 'unknown':
      return `Lightspeed did not answer clearly. It is looked up until it is known what became of it (${lookUps + 1}).`
    case 'done':
      return kind === 'refund' ? `Refund ${String(response?.['refundTicket'] ?? '')} was made.` : 'Done.'
    case 'refused':
    case 'not-found':
      return because ?? 'It was not done.'
  }
}
