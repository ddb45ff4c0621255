import { afterEach, beforeEach, expect, vi } from 'vitest'

/** A stray console.error is a failure somebody did not look at: it fails the test that made it. */
beforeEach(() => {
  vi.spyOn(console, 'error')
})

afterEach(() => {
  const spy = vi.mocked(console.error)
  const calls = spy.mock.calls.map((call) => call.map(String).join(' '))
  spy.mockRestore()
  expect(calls, 'console.error was called').toEqual([])
})
