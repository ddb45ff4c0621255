/** An order is found by at most so many words, each cut to so many letters; both far above any real order. */
const MOST_WORDS = 1_000
const LONGEST_WORD = 64

/**
 * The words a text is found by: what stands between spaces as a whole, and its pieces between marks, without accents and
 * in small letters. "#1009 Zoë MUG-BLK" → 1009, zoe, mug-blk, mug, blk.
 */
export function wordsOf(texts: string[]): string[] {
  const words = new Set<string>()
  for (const whole of texts.flatMap(plainWords)) {
    words.add(cut(whole))
    for (const piece of whole.split(/[^\p{L}\p{N}]+/u)) if (piece !== '') words.add(cut(piece))
  }
  return [...words].slice(0, MOST_WORDS)
}

/** Beginnings of words that a search asks for; every one of them must be met. */
export const askedWords = (search: string): string[] => [...new Set(plainWords(search).map(cut))]

function plainWords(text: string): string[] {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .split(/\s+/u)
    .map((word) => word.replace(/^#+/, ''))
    .filter((word) => word !== '')
}

/** By code points, so that no letter is cut in two. */
const cut = (word: string): string => [...word].slice(0, LONGEST_WORD).join('')
