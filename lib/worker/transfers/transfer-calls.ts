import { crashPoint } from '@/lib/crash'
import { GatewayError, type PosTransfer } from '@/lib/lightspeed/types'
import { present } from '@/lib/result'
import type { TransferClaim } from '@/lib/transfers/making/making'
import * as outcomes from '@/lib/transfers/making/outcomes'
import { leftAtSend, maySendAgain, missingItems, pickTransfer, stateSeen } from '@/lib/transfers/making/steps'
import { archiveCopies, findByNote } from './find-transfers'
import { beforeIntent, claim, on, write, type StepAnswer, type TransferTools } from './transfer-tools'

/** Whoever sent the open attempt is gone without a word: from now on its effect is unknown, and looked up. */
export async function becomeUnknown(tools: TransferTools): Promise<StepAnswer> {
  const { workshop, loaded } = tools
  const taken = await claim(tools)
  const because = 'The worker ended before the answer was stored.'
  if (taken && loaded.view.open)
    await outcomes.becameUnknown(taken, loaded.view.open.id, because, workshop.waits, [], workshop.now())
  return on
}

/** Makes the open transfer, unless one with our note is there: then that one is ours. */
export async function createTransfer(tools: TransferTools): Promise<StepAnswer> {
  const { loaded, lightspeed, workshop } = tools
  const { gateway } = lightspeed
  const taken = await claim(tools)
  if (!taken) return on
  const before = await beforeIntent(tools, taken, async () => {
    await lightspeed.ready()
    const found = await findOurs(tools)
    return { found, lacks: found.length > 0 ? null : await lacks(tools) }
  })
  if (!('ready' in before)) return before
  const { found, lacks: missing } = before.ready
  if (found.length > 0) return adopt(tools, taken, null, found)
  if (missing !== null) {
    await outcomes.refused(taken, null, missing, lightspeed.takeCalls(), workshop.now())
    return on
  }
  const { fromShopId, toShopId, row, orderNumber } = loaded
  const draft = { fromShopId, toShopId, note: row.note }
  return write(tools, taken, {
    kind: 'create',
    request: draft,
    work: async (attemptId) => {
      await crashPoint('transfer-intent', orderNumber)
      const made = await gateway.createTransfer(draft)
      await crashPoint('transfer-made', orderNumber)
      await outcomes.made(taken, attemptId, made.id, lightspeed.takeCalls(), workshop.now())
    },
  })
}

const findOurs = ({ loaded, lightspeed }: TransferTools): Promise<PosTransfer[]> =>
  findByNote(lightspeed.gateway, { ...loaded, note: loaded.row.note }, loaded.row.since)

/** What the sending store no longer has, counted just before anything is made: sending it would take it below zero. */
async function lacks({ loaded, lightspeed }: TransferTools): Promise<string | null> {
  const { row, fromShopId, fromName } = loaded
  const onHand = await onHandAt(lightspeed, fromShopId, row.items)
  const item = row.items.find((one) => (onHand[one.externalItemId] ?? 0) < one.units)
  return item
    ? `${fromName} has ${Math.max(0, onHand[item.externalItemId] ?? 0)} × ${item.title} left, fewer than were to be sent.`
    : null
}

async function onHandAt(
  { gateway }: TransferTools['lightspeed'],
  shopId: string,
  items: { externalItemId: string }[],
): Promise<Record<string, number>> {
  const stock = await gateway.readStock(items.map((item) => item.externalItemId))
  return Object.fromEntries(
    stock.filter((level) => level.shopId === shopId).map((level) => [level.itemId, level.qoh]),
  )
}

/** Takes what is there as ours; open ones beside it are archived, so that nobody sends a second. */
async function adopt(
  tools: TransferTools,
  taken: TransferClaim,
  attemptId: string | null,
  found: PosTransfer[],
): Promise<StepAnswer> {
  const { lightspeed, workshop } = tools
  const { pick, extra } = present(pickTransfer(found), 'a transfer that was found')
  const look = async () => {
    for (const one of extra) await lightspeed.gateway.archiveTransfer(one.id)
    return lightspeed.gateway.readTransfer(pick.id)
  }
  const before = await beforeIntent(tools, taken, look, attemptId)
  if (!('ready' in before)) return before
  if (stateSeen(before.ready) === 'open')
    await outcomes.made(taken, attemptId, pick.id, lightspeed.takeCalls(), workshop.now())
  else await takeAsItIs(tools, taken, attemptId, before.ready)
  return on
}

/** A transfer that is not open any more: sent is what we wanted; received or archived ends it. */
async function takeAsItIs(
  tools: TransferTools,
  taken: TransferClaim,
  attemptId: string | null,
  seen: PosTransfer,
): Promise<void> {
  const { lightspeed, workshop } = tools
  const calls = lightspeed.takeCalls()
  const now = workshop.now()
  const state = stateSeen(seen)
  const lookAt = new Date(now.getTime() + workshop.waits.transferLookMs)
  if (state === 'sent') await outcomes.sent(taken, attemptId, seen, lookAt, calls, now)
  else if (state !== 'open') await outcomes.endedThere(taken, attemptId, state, seen, calls, now)
}

/** Puts the items on the open transfer: those that are not there yet, because each may stand there once. */
export async function fillTransfer(tools: TransferTools): Promise<StepAnswer> {
  const { loaded, lightspeed, workshop } = tools
  const externalId = present(loaded.row.externalId, 'transfer that is open')
  const taken = await claim(tools)
  if (!taken) return on
  const before = await beforeIntent(tools, taken, async () => {
    await lightspeed.ready()
    return lightspeed.gateway.readTransfer(externalId)
  })
  if (!('ready' in before)) return before
  if (stateSeen(before.ready) !== 'open') {
    await takeAsItIs(tools, taken, null, before.ready)
    return on
  }
  const missing = missingItems(loaded.row.items, before.ready.items ?? [])
  if (missing.length === 0) {
    await outcomes.filled(taken, null, lightspeed.takeCalls(), workshop.now())
    return on
  }
  const items = missing.map(({ externalItemId, units }) => ({ itemId: externalItemId, units }))
  return write(tools, taken, {
    kind: 'fill',
    request: { externalId, items },
    work: async (attemptId) => {
      await lightspeed.gateway.addTransferItems(externalId, items)
      await crashPoint('transfer-filled', loaded.orderNumber)
      await outcomes.filled(taken, attemptId, lightspeed.takeCalls(), workshop.now())
    },
    isThere: (attemptId) => isDone(tools, taken, 'fill', attemptId),
  })
}

/** Whether Lightspeed has done what an attempt asked for, or somebody did; then it is stored. */
async function isDone(
  tools: TransferTools,
  taken: TransferClaim,
  kind: 'fill' | 'send',
  attemptId: string,
): Promise<boolean> {
  const { loaded, lightspeed, workshop } = tools
  const seen = await lightspeed.gateway.readTransfer(present(loaded.row.externalId, 'transfer that is open'))
  if (stateSeen(seen) !== 'open') {
    await takeAsItIs(tools, taken, attemptId, seen)
    return true
  }
  if (kind === 'send' || missingItems(loaded.row.items, seen.items ?? []).length > 0) return false
  await outcomes.filled(taken, attemptId, lightspeed.takeCalls(), workshop.now())
  return true
}

/** Sends the one transfer the row holds, if it is still open there. */
export async function sendTransfer(tools: TransferTools): Promise<StepAnswer> {
  const { loaded, lightspeed, workshop, merchantId } = tools
  const externalId = present(loaded.row.externalId, 'transfer that is open')
  const taken = await claim(tools)
  if (!taken) return on
  const before = await beforeIntent(tools, taken, async () => {
    await lightspeed.ready()
    const seen = await lightspeed.gateway.readTransfer(externalId)
    await archiveCopies(lightspeed.gateway, { ...seen, note: loaded.row.note }, loaded.row.since)
    return { seen, stockBefore: await onHandAt(lightspeed, loaded.fromShopId, loaded.row.items) }
  })
  if (!('ready' in before)) return before
  const { seen, stockBefore } = before.ready
  if (stateSeen(seen) !== 'open') {
    await takeAsItIs(tools, taken, null, seen)
    return on
  }
  let went = false
  const answer = await write(tools, taken, {
    kind: 'send',
    request: { externalId },
    stockBefore,
    work: async (attemptId) => {
      await lightspeed.gateway.sendTransfer(externalId)
      await crashPoint('transfer-sent', loaded.orderNumber)
      // What is on it is what was sent: somebody may have changed it before.
      const items = (seen.items ?? []).map((item) => ({ ...item, sent: item.toSend }))
      const now = workshop.now()
      const lookAt = new Date(now.getTime() + workshop.waits.transferLookMs)
      // No stamp: the answer’s is not read, so the first look reads the transfer whole.
      await outcomes.sent(
        taken,
        attemptId,
        { id: externalId, changedAt: '', items },
        lookAt,
        lightspeed.takeCalls(),
        now,
      )
      went = true
    },
    isThere: (attemptId) => isDone(tools, taken, 'send', attemptId),
  })
  if (went) await noteLeaving(tools, merchantId, stockBefore)
  return answer
}

/** Looks whether the units have left the sending store. It only sharpens a figure: a reading that fails is let go. */
async function noteLeaving(
  tools: TransferTools,
  merchantId: string,
  before: Record<string, number>,
): Promise<void> {
  const { loaded, lightspeed, workshop } = tools
  try {
    const after = await onHandAt(lightspeed, loaded.fromShopId, loaded.row.items)
    const now = workshop.now()
    await outcomes.notedLeaving(merchantId, loaded.row.id, leftAtSend(loaded.row.items, before, after), now)
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
  }
}

/** Archives a transfer that is given up, so that nobody sends it; asked twice it is archived once. */
export async function archiveTransfer(tools: TransferTools): Promise<StepAnswer> {
  const { loaded, lightspeed, workshop } = tools
  const externalId = present(loaded.row.externalId, 'transfer that is open')
  const { because } = loaded.row
  const taken = await claim(tools)
  if (!taken) return on
  try {
    await lightspeed.ready()
    const seen = await lightspeed.gateway.readTransfer(externalId)
    if (stateSeen(seen) === 'sent' || stateSeen(seen) === 'received') {
      await takeAsItIs(tools, taken, null, seen)
      return on
    }
    if (!seen.archived) await lightspeed.gateway.archiveTransfer(externalId)
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    if (error.kind !== 'refused') {
      await outcomes.tryAgain(taken, null, error.message, lightspeed.takeCalls(), workshop.now())
      return { kind: 'later', ms: error.facts.retryAfterMs ?? workshop.waits.stockRetryMs }
    }
  }
  const calls = lightspeed.takeCalls()
  if (because === null) await outcomes.calledOff(taken, calls, workshop.now())
  else await outcomes.refused(taken, null, because, calls, workshop.now())
  return on
}

/** Ends a transfer that was called off; one that somebody made of our lost request is archived first. */
export async function callOffTransfer(tools: TransferTools): Promise<StepAnswer> {
  const { lightspeed, workshop, loaded } = tools
  const taken = await claim(tools)
  if (!taken) return on
  if (loaded.tried) {
    const before = await beforeIntent(tools, taken, async () => {
      await lightspeed.ready()
      return findOurs(tools)
    })
    if (!('ready' in before)) return before
    if (before.ready.length > 0) return adopt(tools, taken, null, before.ready)
  }
  await outcomes.calledOff(taken, lightspeed.takeCalls(), workshop.now())
  return on
}

/** What became of an attempt whose answer never came. */
export async function lookUpTransfer(tools: TransferTools): Promise<StepAnswer> {
  const { loaded, lightspeed, workshop } = tools
  const { open } = loaded.view
  const taken = await claim(tools)
  if (!taken || !open) return on
  const again = async (because: string): Promise<StepAnswer> => {
    const calls = lightspeed.takeCalls()
    const now = workshop.now()
    if (maySendAgain(open.lookUps)) await outcomes.tryAgain(taken, open.id, because, calls, now)
    else await outcomes.becameUnknown(taken, open.id, because, workshop.waits, calls, now)
    return on
  }
  if (open.kind === 'create') {
    const found = await findOurs(tools)
    return found.length > 0 ? adopt(tools, taken, open.id, found) : again('No transfer found yet.')
  }
  if (await isDone(tools, taken, open.kind, open.id)) return on
  return again(open.kind === 'send' ? 'It is not sent yet.' : 'Its items are not there yet.')
}
