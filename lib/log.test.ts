import { DrizzleQueryError } from 'drizzle-orm/errors'
import { expect, test } from 'vitest'
import { loggedError } from './log'

test('a failed query is logged with its text and cause, never with its parameters', () => {
  const cause = Object.assign(new Error('duplicate key'), { code: '23505' })
  const failed = new DrizzleQueryError('insert into "sessions" values ($1)', ['token-1\nat night'], cause)
  for (const error of [
    failed,
    new Error('outer', { cause: failed }),
    new AggregateError([failed], 'several'),
  ]) {
    const text = JSON.stringify(loggedError(error))
    expect(text).toContain('insert into')
    expect(text).toContain('duplicate key')
    expect(text).not.toContain('token-1')
  }
})

test('other errors keep what they say', () => {
  expect(loggedError(new TypeError('odd'))).toMatchObject({ type: 'TypeError', message: 'odd' })
  expect(loggedError('text')).toBe('text')
})

test('the connection that broke is not told with its error', () => {
  const broken = Object.assign(new Error('Connection terminated'), { client: { port: 5432 }, code: '57P01' })
  expect(loggedError(broken)).toMatchObject({ message: 'Connection terminated', code: '57P01' })
  expect(JSON.stringify(loggedError(broken))).not.toContain('5432')
})
