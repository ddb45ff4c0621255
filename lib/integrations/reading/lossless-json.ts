/** Whole numbers from this length on may not fit into a double: 2^53 has 16 digits. */
const LONG_INTEGER = /^-?\d{16,}$/

/**
 * JSON with its long whole numbers kept as text: Shopify's ids exceed 2^53, and `JSON.parse` would quietly turn one
 * order's id into another's. Characters no database text can hold (NUL, lone surrogates) become U+FFFD. Throws as
 * `JSON.parse` does.
 */
export function parseLossless(text: string): unknown {
  return JSON.parse(quoteLongIntegers(text), (_key, value: unknown) =>
    typeof value === 'string' ? storable(value) : value,
  )
}

/** A raw body as JSON, or why it is none. The reason never quotes the body: it holds personal data. */
export function decodeJson(
  rawBody: Uint8Array,
): { ok: true; value: unknown } | { ok: false; because: string } {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(rawBody)
  } catch {
    return { ok: false, because: 'The body is not UTF-8 text.' }
  }
  try {
    return { ok: true, value: parseLossless(text) }
  } catch (error) {
    return {
      ok: false,
      // Very deep nesting ends in a RangeError, everything else in a SyntaxError.
      because: error instanceof RangeError ? 'The body is nested too deeply.' : 'The body is not valid JSON.',
    }
  }
}

/** One pass without a regular expression over the whole: a hostile body of quotes must not cost quadratic time. */
function quoteLongIntegers(text: string): string {
  const pieces: string[] = []
  let copied = 0
  let at = 0
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) at = endOfString(text, at)
    else if (startsNumber(code)) {
      const end = endOfNumber(text, at)
      const token = text.slice(at, end)
      if (LONG_INTEGER.test(token)) {
        pieces.push(text.slice(copied, at), `"${token}"`)
        copied = end
      }
      at = end
    } else at += 1
  }
  pieces.push(text.slice(copied))
  return pieces.join('')
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const isDigit = (code: number) => code >= 0x30 && code <= 0x39
const startsNumber = (code: number) => isDigit(code) || code === 0x2d
// Digits, sign, point and exponent: the whole token, so that neither a fraction nor an exponent is taken for an id.
const inNumber = (code: number) =>
  isDigit(code) || code === 0x2b || code === 0x2d || code === 0x2e || code === 0x65 || code === 0x45

function endOfNumber(text: string, start: number): number {
  let at = start
  while (at < text.length && inNumber(text.charCodeAt(at))) at += 1
  return at
}

function endOfString(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1
  return at + 1
}

const storable = (text: string) => text.replaceAll('\0', '\uFFFD').replaceAll(/\p{Surrogate}/gu, '\uFFFD')
