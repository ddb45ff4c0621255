import { expect, test } from 'vitest'
import { WORKED_CASES } from './example-cases'
import { workedCasesTable } from './example-cases-table'
import { decide } from '../policies'

test.each(WORKED_CASES.map((one) => [`${one.policy}: ${one.rule}`, one] as const))(
  '%s',
  (_, { request, outcome }) => {
    const decision = decide(request)
    expect(
      decision.outcome === 'push'
        ? decision.parts.map((part) => part.storeId).toSorted()
        : decision.holdReasons.map((reason) => reason.code),
    ).toEqual(outcome)
  },
)

test('the table that people read is these cases', async () => {
  await expect(workedCasesTable()).toMatchFileSnapshot('worked-cases.md')
})
