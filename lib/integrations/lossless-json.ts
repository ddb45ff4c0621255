/**
 * JSON with its long whole numbers kept as text: Shopify's ids exceed 2^53, and `JSON.parse` would quietly turn one
 * order's id into another's. Numbers inside strings are left alone. Throws as `JSON.parse` does.
 */
export function parseLossless(text: string): unknown {
  // Strings are matched first, so that a number inside one is never touched.
  const quoted = text.replaceAll(/"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/gs, (token) =>
    token.startsWith('"') ? token : `"${token}"`,
  )
  return JSON.parse(quoted)
}
