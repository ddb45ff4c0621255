'use client'

import { useEffect, useState } from 'react'

/** The value once it has rested for `ms`; until then the last one that did. Compared by content. */
export function useDeferredPause<T>(value: T, ms: number): T {
  const [rested, setRested] = useState(value)
  const content = JSON.stringify(value)
  useEffect(() => {
    const timer = setTimeout(() => setRested(JSON.parse(content) as T), ms)
    return () => clearTimeout(timer)
  }, [content, ms])
  return rested
}
