'use client'

import { useTheme } from 'next-themes'
import { ThemeIcon } from '../icons'
import { useNow } from '../time/use-now'

/** Light or dark by hand; until it is used, the system decides. */
export function ThemeSwitch() {
  const { resolvedTheme, setTheme } = useTheme()
  const known = useNow(60_000) !== null
  const dark = known && resolvedTheme === 'dark'
  const label = dark ? 'Switch to light colours' : 'Switch to dark colours'
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={() => setTheme(dark ? 'light' : 'dark')}
      className="inline-flex size-8 items-center justify-center rounded-md hover:bg-sunken"
    >
      <ThemeIcon />
    </button>
  )
}
