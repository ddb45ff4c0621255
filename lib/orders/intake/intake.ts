import { log } from '@/lib/log'
import { withMerchant, type MerchantTx } from '@/lib/db/with-merchant'
import type { ChannelOrder } from '@/lib/integrations/channel-order'
import { BODY_LIMIT_BYTES, readDelivery, verifyDelivery } from '@/lib/integrations/receive'
import {
  findIntegrationByKey,
  lockDelivery,
  getIntegration,
  insertDelivery,
  settleDelivery,
} from '@/lib/integrations/store'
import { enqueue } from '@/lib/jobs/queue'
import { crashPoint } from '@/lib/crash'
import { takeInOrder } from './take-in-order'

export interface IntakeAnswer {
  status: 200 | 401 | 404 | 413
  body: { ok: boolean; message: string }
}

const answer = (status: IntakeAnswer['status'], message: string): IntakeAnswer => ({
  status,
  body: { ok: status === 200, message },
})

/**
 * Takes one webhook delivery: checked over the raw bytes, stored byte for byte with its job in one transaction,
 * acknowledged. Nothing of the body is looked at before its signature is good; a delivery we already have is
 * acknowledged again and stored once.
 */
export async function receiveDelivery(
  delivery: { integrationKey: string; rawBody: Uint8Array; headers: Record<string, string> },
  now: Date,
): Promise<IntakeAnswer> {
  if (delivery.rawBody.byteLength > BODY_LIMIT_BYTES)
    return answer(413, `The body is larger than ${BODY_LIMIT_BYTES} bytes.`)
  const integration = await findIntegrationByKey(delivery.integrationKey)
  if (!integration || !integration.enabled)
    return answer(404, 'No integration has this address. Copy it again from the integration page.')
  const verified = verifyDelivery(
    integration.platform,
    integration.secrets,
    delivery.rawBody,
    delivery.headers,
  )
  if (!verified.ok) {
    log.warn({ integration: integration.id, because: verified.because }, 'delivery refused')
    return answer(401, verified.because)
  }
  await crashPoint('intake-verified')
  const stored = await withMerchant(integration.merchantId, async (scope) => {
    const row = await insertDelivery(scope, {
      integrationId: integration.id,
      dedupeKey: verified.dedupeKey,
      topic: verified.topic,
      headers: delivery.headers,
      body: Buffer.from(delivery.rawBody),
      receivedAt: now,
    })
    if (row !== 'duplicate')
      await enqueue(scope.tx, 'intake', { merchantId: scope.merchantId, deliveryId: row.id })
    await crashPoint('intake-uncommitted')
    return row
  })
  await crashPoint('intake-stored')
  return answer(200, stored === 'duplicate' ? 'Already received.' : 'Received.')
}

/** Works off one stored delivery: it becomes an order, an update of one, or says why it is neither. Safe to run twice. */
export async function workOffDelivery(merchantId: string, deliveryId: string, now: Date): Promise<void> {
  let number = ''
  await withMerchant(merchantId, async (scope) => {
    const delivery = await lockDelivery(scope, deliveryId)
    if (!delivery || delivery.state !== 'received') return
    const integration = await getIntegration(scope, delivery.integrationId)
    if (!integration) return
    const reading = readDelivery(
      integration.platform,
      delivery.topic,
      delivery.body,
      integration.settings.shopDomain,
    )
    if (reading.kind === 'order') {
      const taken = await takeReading(scope, integration, reading.order, now)
      await settleDelivery(scope, deliveryId, { ...taken, at: now })
      ;({ number } = reading.order)
      await crashPoint('before-normalised', number)
      return
    }
    if (reading.kind === 'unreadable')
      log.warn({ deliveryId, because: reading.because }, 'delivery quarantined')
    await settleDelivery(scope, deliveryId, {
      state: reading.kind === 'ignored' ? 'ignored' : 'quarantined',
      because: reading.because,
      orderId: null,
      at: now,
    })
  })
  await crashPoint('normalised', number)
}

async function takeReading(
  scope: MerchantTx,
  integration: NonNullable<Awaited<ReturnType<typeof getIntegration>>>,
  order: ChannelOrder,
  now: Date,
): Promise<{ state: 'taken-in' | 'ignored'; because: string | null; orderId: string }> {
  const taken = await takeInOrder(scope, integration, order, now)
  return {
    state: taken.changed ? 'taken-in' : 'ignored',
    because: taken.because,
    orderId: taken.orderId,
  }
}
