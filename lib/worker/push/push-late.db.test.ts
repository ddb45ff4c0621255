import { afterAll, describe, expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/db/test-database'
import type { Gateway } from '@/lib/lightspeed/types'
import { runJob } from '../registry'
import { control, ordered, pushed, salesOf, shop, stateOf, usePushStage, workshop } from './example-push'

useTestDatabase()
usePushStage()

type At = ReturnType<typeof workshop>

/** The same worker, that stands still right before it sends this call for the first time, until `meanwhile` is over. */
function standing(at: At, call: 'createSale' | 'completeSale', meanwhile: () => Promise<void>): At {
  let stood = false
  const stand = async () => {
    if (stood) return
    stood = true
    await meanwhile()
  }
  return {
    ...at,
    open: () => {
      const opened = at.open()
      const { gateway } = opened
      const late: Partial<Gateway> = {
        createSale: async (...sent) => {
          if (call === 'createSale') await stand()
          return gateway.createSale(...sent)
        },
        completeSale: async (...sent) => {
          if (call === 'completeSale') await stand()
          return gateway.completeSale(...sent)
        },
      }
      return { ...opened, gateway: { ...gateway, ...late } }
    },
  }
}

/** What Lightspeed does with a second completion nobody knows: it is to make no difference. */
describe.each(['unchanged', 'refused', 'pays-again'])('a second completion is %s', (secondCompletion) => {
  const settle = (value: string) => control('/settings', 'PUT', { secondCompletion: value })
  afterAll(() => settle('unchanged'))

  test.each(['createSale', 'completeSale'] as const)(
    'a worker that stood still before its %s goes on after another took over: one sale, paid once',
    async (call) => {
      await settle(secondCompletion)
      const at = workshop()
      const number = `5${secondCompletion.length}${call.length}`
      const orderId = await ordered(number, 1, at)
      const other = async () => {
        // Longer than the lease: whoever asks now takes the part over.
        at.skip(60_000)
        await pushed(orderId, at)
      }
      await runJob(standing(at, call, other), 'push', { merchantId: shop.merchantId, orderId })
      await pushed(orderId, at)
      const sales = await salesOf(number)
      expect(sales.map(({ completed, paid, total }) => ({ completed, paid: paid === total }))).toEqual([
        { completed: true, paid: true },
      ])
      expect(await stateOf(orderId)).toMatchObject({ state: 'pushed', attention: null })
    },
  )
})
