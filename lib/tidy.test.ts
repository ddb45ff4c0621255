import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

/** The habits of the house that no linter knows, held over every file git tracks or would track. */
const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && existsSync(join(root, file)))

const code = files.filter((file) => /^(app|lib|e2e|drizzle)\/.*\.tsx?$/.test(file))
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const offenders = (of: string[], bad: (text: string, file: string) => boolean) =>
  of.filter((file) => bad(read(file), file))

describe('tidy', () => {
  test('there is code to look at', () => {
    expect(code.length).toBeGreaterThan(50)
  })

  test('no file is longer than 300 lines', () => {
    expect(offenders(code, (text) => text.split('\n').length > 301)).toEqual([])
  })

  test('a folder that passes ten files, tests aside, is divided', () => {
    const sizes = new Map<string, number>()
    for (const file of code.filter((name) => !/\.(test|spec)\.tsx?$/.test(name)))
      sizes.set(dirname(file), (sizes.get(dirname(file)) ?? 0) + 1)
    expect([...sizes].filter(([, size]) => size > 10)).toEqual([])
  })

  test('no name says nothing', () => {
    expect(
      files.filter((file) => /(^|\/)(utils?|helpers?|common|misc|manager|service)(\.|\/)/.test(file)),
    ).toEqual([])
  })

  test('no unfinished marks, lone or skipped tests', () => {
    // Brackets keep this file from finding itself.
    const marks = /(T[O]DO|F[I]XME|X[X]X|H[A]CK)/
    const lone = /\b(test|it|describe)\.(skip|only|fixme|todo)\b/
    expect(
      offenders(
        code.filter((file) => file !== 'lib/tidy.test.ts'),
        (t) => marks.test(t) || lone.test(t),
      ),
    ).toEqual([])
  })

  test('no any, no non-null assertion, no silenced rule', () => {
    const silenced = /@ts-[i]gnore|@ts-[n]ocheck|@ts-expect-[e]rror|(es|ox)lint-[d]isable/
    expect(offenders(code, (text) => silenced.test(text))).toEqual([])
  })

  test('every room of lib says what it is in at most 25 lines', () => {
    const rooms = [...new Set(code.flatMap((file) => /^lib\/([^/]+)\//.exec(file)?.[1] ?? []))]
    const missing = rooms.filter((room) => !existsSync(join(root, 'lib', room, 'README.md')))
    const long = rooms.filter(
      (room) => !missing.includes(room) && read(`lib/${room}/README.md`).trimEnd().split('\n').length > 25,
    )
    expect({ missing, long }).toEqual({ missing: [], long: [] })
  })

  test('the README is at most 150 lines', () => {
    expect(read('README.md').trimEnd().split('\n').length).toBeLessThanOrEqual(150)
  })

  test('the clock is read at the edges only', () => {
    const edges =
      /^lib\/(commands|worker|simulator|mail-catcher|db)\/|^lib\/access\/(sessions|sign-in)|\.test\.tsx?$/
    const clock = /\bnew Date\(\)|\bDate\.now\(\)/
    expect(
      offenders(
        code.filter((file) => file.startsWith('lib/') && !edges.test(file)),
        (text) => clock.test(text),
      ),
    ).toEqual([])
  })

  test('the lockfile names no registry host', () => {
    expect(read('package-lock.json')).not.toMatch(/"resolved": *"https?:/)
  })

  test('nothing speaks of a machine or of a path outside the project', () => {
    const text = files.filter(
      (file) => /\.(tsx?|mjs|cjs|md|json|sql|css|yml)$/.test(file) && file !== 'package-lock.json',
    )
    expect(offenders(text, (content) => /\/(work|home|Users)\/[a-z]+\//.test(content))).toEqual([])
  })
})
