/** Sets of store indices as 32-bit words: what the search intersects and counts at every step. */
export type Bits = Uint32Array

export const noBits = (size: number): Bits => new Uint32Array((size + 31) >>> 5)

export function addBit(bits: Bits, index: number): void {
  const word = index >>> 5
  bits[word] = (bits[word] ?? 0) | (1 << (index & 31))
}

export function dropBit(bits: Bits, index: number): void {
  const word = index >>> 5
  bits[word] = (bits[word] ?? 0) & ~(1 << (index & 31))
}

export const hasBit = (bits: Bits, index: number): boolean =>
  ((bits[index >>> 5] ?? 0) & (1 << (index & 31))) !== 0

/** into ∩ other, kept in `into`. */
export function keepCommon(into: Bits, other: Bits): void {
  for (let word = 0; word < into.length; word += 1) into[word] = (into[word] ?? 0) & (other[word] ?? 0)
}

/** into ∪ other, kept in `into`. */
export function addAll(into: Bits, other: Bits): void {
  for (let word = 0; word < into.length; word += 1) into[word] = (into[word] ?? 0) | (other[word] ?? 0)
}

/** into without other, kept in `into`. */
export function dropAll(into: Bits, other: Bits): void {
  for (let word = 0; word < into.length; word += 1) into[word] = (into[word] ?? 0) & ~(other[word] ?? 0)
}

export function haveCommon(a: Bits, b: Bits): boolean {
  for (let word = 0; word < a.length; word += 1) if (((a[word] ?? 0) & (b[word] ?? 0)) !== 0) return true
  return false
}

export function countCommon(a: Bits, b: Bits): number {
  let count = 0
  for (let word = 0; word < a.length; word += 1) count += onesIn((a[word] ?? 0) & (b[word] ?? 0))
  return count
}

/** Number of bits set in 32, by adding neighbours in parallel. */
function onesIn(word: number): number {
  let n = word - ((word >>> 1) & 0x55555555)
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333)
  return (((n + (n >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
}

/** The smallest member from `from` on, or -1. */
export function nextBit(bits: Bits, from: number): number {
  let word = from >>> 5
  if (word >= bits.length) return -1
  let rest = (bits[word] ?? 0) & (-1 << (from & 31))
  while (rest === 0) {
    word += 1
    if (word >= bits.length) return -1
    rest = bits[word] ?? 0
  }
  return (word << 5) + (31 - Math.clz32(rest & -rest))
}
