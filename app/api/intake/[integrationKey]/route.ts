import { answer } from '@/app/_lib/endpoint'
import { neutralLine } from '@/app/_lib/faults'
import { BODY_LIMIT_BYTES } from '@/lib/integrations/receive'
import { receiveDelivery } from '@/lib/orders/intake/intake'

export const dynamic = 'force-dynamic'

const TOO_LARGE = {
  ok: false,
  message: `The body is larger than ${BODY_LIMIT_BYTES} bytes, which no order is.`,
}

/** Where a sales channel delivers its orders. Its signature over the raw bytes says who it is, nothing else does. */
export async function POST(
  request: Request,
  context: { params: Promise<{ integrationKey: string }> },
): Promise<Response> {
  try {
    const { integrationKey } = await context.params
    const rawBody = await readAtMost(request, BODY_LIMIT_BYTES)
    if (!rawBody) return answer(413, TOO_LARGE)
    const headers = Object.fromEntries(request.headers)
    const received = await receiveDelivery({ integrationKey, rawBody, headers }, new Date())
    return answer(received.status, received.body)
  } catch (fault) {
    // 500 makes every channel deliver again.
    return answer(500, { ok: false, message: neutralLine(fault, '/api/intake') })
  }
}

export function GET(): Response {
  return Response.json(
    { ok: false, message: 'Orders are delivered here by POST, signed with the secret of the integration.' },
    { status: 405, headers: { Allow: 'POST' } },
  )
}

/** The body, or null as soon as it turns out larger than `max` bytes, whatever its header claims. */
async function readAtMost(request: Request, max: number): Promise<Uint8Array | null> {
  if (Number(request.headers.get('content-length') ?? 0) > max) return null
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = request.body?.getReader()
  for (;;) {
    const next = await reader?.read()
    if (!next || next.done) break
    size += next.value.byteLength
    if (size > max) {
      await reader?.cancel()
      return null
    }
    chunks.push(next.value)
  }
  return new Uint8Array(Buffer.concat(chunks))
}
