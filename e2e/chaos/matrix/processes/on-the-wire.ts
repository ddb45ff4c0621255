import { setTimeout as pause } from 'node:timers/promises'
import { crashPoint } from '../../../../lib/crash'

/** What is written has reached the other side within this time. */
const FLUSH_MS = 100

/** The steps below, each with the beginning of the references it is to happen for: `<step>~<text>`. */
const listed = ['CRASH_AT', 'STOP_AT', 'HOLD_AT'].flatMap((name) => (process.env[name] ?? '').split(','))
const due = listed.flatMap((crash) => {
  const [, step = '', text = ''] = /^([^~]+)~(.*)$/.exec(crash) ?? []
  return step === 'half-written' || step.startsWith('completion-') ? [{ step, text }] : []
})
const isDue = (step: string, about: string) =>
  due.some((one) => one.step === step && about.includes(one.text))

/**
 * Steps in the middle of an exchange that the product cannot name by the order: it hands a request over as one piece, and
 * a completion says only the sale's id. Here a request that is to be left half written is sent in two, with the step
 * between them, and the simulator is asked whose sale a completion is about.
 */
const whole = globalThis.fetch
if (due.length > 0)
  globalThis.fetch = async (input, init) => {
    const body = init?.body
    if (typeof body !== 'string') return whole(input, init)
    const saleId = init?.method === 'PUT' ? /\/Sale\/(\d+)\.json/.exec(urlOf(input))?.[1] : undefined
    if (saleId === undefined) return send(input, init, body, 'half-written', body)
    const about = await ownerOf(saleId)
    const answer = await send(input, init, body, 'completion-half-written', about)
    await crashPoint('completion-headers-read', about)
    return answer
  }

const urlOf = (input: Parameters<typeof fetch>[0]) =>
  typeof input === 'string' ? input : input instanceof URL ? input.href : input.url

function send(
  input: Parameters<typeof fetch>[0],
  init: RequestInit | undefined,
  body: string,
  step: string,
  about: string,
): Promise<Response> {
  if (!isDue(step, about)) return whole(input, init)
  const halved: RequestInit & { duplex: 'half' } = {
    ...init,
    body: inHalves(body, () => crashPoint(step, about)),
    duplex: 'half',
  }
  return whole(input, halved)
}

function inHalves(body: string, between: () => Promise<never> | undefined): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(body)
  const middle = bytes.length / 2
  return new ReadableStream({
    start: (controller) => controller.enqueue(bytes.subarray(0, middle)),
    pull: async (controller) => {
      await pause(FLUSH_MS)
      await between()
      controller.enqueue(bytes.subarray(middle))
      controller.close()
    },
  })
}

/** The text of the due orders whose sale this is, or "". */
async function ownerOf(saleId: string): Promise<string> {
  const asked = [...new Set(due.flatMap(({ step, text }) => (step === 'half-written' ? [] : [text])))]
  for (const text of asked) {
    const reference = encodeURIComponent(text.replaceAll('"', ''))
    const answer = await whole(`${process.env['LIGHTSPEED_API_URL'] ?? ''}/_sim/sales?reference=${reference}`)
    const sales = (await answer.json()) as { saleID: string }[]
    if (sales.some((sale) => sale.saleID === saleId)) return text
  }
  return ''
}
