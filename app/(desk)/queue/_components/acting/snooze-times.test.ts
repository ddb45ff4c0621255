import { describe, expect, test } from 'vitest'
import { localInstant, snoozeTimes } from './snooze-times'

const on = (day: number, hour: number) => new Date(2026, 10, day, hour)
const named = (now: Date) => Object.fromEntries(snoozeTimes(now).map(({ id, at }) => [id, at]))

describe('times to snooze until', () => {
  test('on a Friday: Monday is three days away, all in the future and in order', () => {
    const now = on(27, 14)
    expect(named(now)).toMatchObject({
      tomorrow: on(28, 9),
      monday: on(30, 9),
      week: new Date(2026, 11, 4, 9),
    })
    const times = snoozeTimes(now).map(({ at }) => at.getTime())
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    expect(times.every((at) => at > now.getTime())).toBe(true)
  })

  test('on a Sunday tomorrow is Monday, told once; on a Monday it is the next one', () => {
    expect(named(on(29, 10))).not.toHaveProperty('monday')
    expect(named(on(30, 10))).toMatchObject({ monday: new Date(2026, 11, 7, 9) })
  })

  test('a field not filled in is no instant', () => {
    expect(localInstant('')).toBeNull()
    expect(localInstant('soon')).toBeNull()
    expect(localInstant('2026-11-28T09:30')).toEqual(new Date(2026, 10, 28, 9, 30))
  })
})
