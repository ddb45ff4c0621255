import { describe, expect, it } from 'vitest'
import { ownPath } from './sign-in'

describe('where a person lands after signing in', () => {
  const site = 'https://queue.example'

  it.each([
    ['/queue/7?tab=all', '/queue/7?tab=all'],
    ['https://queue.example/queue/7', '/queue/7'],
    ['queue/7', '/queue/7'],
  ])('keeps our own path %s', (url, path) => expect(ownPath(url, site)).toBe(path))

  it.each([
    'https://elsewhere.example/queue',
    '//elsewhere.example',
    String.raw`/\elsewhere.example`,
    'https://queue.example//elsewhere.example',
    'https://queue.example.elsewhere.example/',
    'javascript:alert(1)',
    'http://queue.example/queue',
    'http://',
  ])('goes to the queue instead of %s', (url) => expect(ownPath(url, site)).toBe('/queue'))
})
