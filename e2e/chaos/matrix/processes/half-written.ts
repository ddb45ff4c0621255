import { setTimeout as pause } from 'node:timers/promises'
import { crashPoint } from '../../../../lib/crash'

/** What is written has reached the other side within this time. */
const FLUSH_MS = 100

/** The texts in whose requests a process is to die half way: `half-written~<text>` in CRASH_AT. */
const due = (process.env['CRASH_AT'] ?? '')
  .split(',')
  .flatMap((crash) => (crash.startsWith('half-written~') ? [crash.slice('half-written~'.length)] : []))

/**
 * The step in the middle of a request is not the product's, which hands the body over as one piece. Here a request that
 * is to be left half written is sent in two, with the step between them.
 */
const whole = globalThis.fetch
if (due.length > 0)
  globalThis.fetch = (input, init) => {
    const body = init?.body
    if (typeof body !== 'string' || !due.some((text) => body.includes(text))) return whole(input, init)
    const halved: RequestInit & { duplex: 'half' } = { ...init, body: inHalves(body), duplex: 'half' }
    return whole(input, halved)
  }

function inHalves(body: string): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(body)
  const middle = bytes.length / 2
  return new ReadableStream({
    start: (controller) => controller.enqueue(bytes.subarray(0, middle)),
    pull: async (controller) => {
      await pause(FLUSH_MS)
      crashPoint('half-written', body)
      controller.enqueue(bytes.subarray(middle))
      controller.close()
    },
  })
}
