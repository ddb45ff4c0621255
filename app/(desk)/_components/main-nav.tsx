'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { cx } from '@/app/_components/class-names'
import { intoSight } from '@/app/_components/controls/into-sight'
import { PAGES } from './pages'

/** The desk's pages, on a phone a line of their own that scrolls; the one that is open is told by weight and to readers, not by colour alone. */
export function MainNav() {
  const path = usePathname()
  return (
    <nav
      aria-label="Main"
      className="order-last -mx-1 flex w-full min-w-0 items-center overflow-x-auto pb-1 sm:order-none sm:mx-0 sm:w-auto sm:pb-0"
    >
      {PAGES.map(({ href, label }) => {
        const here = path === href || path.startsWith(`${href}/`)
        return (
          <Link
            key={href}
            ref={here ? intoSight : undefined}
            href={href}
            aria-current={here ? 'page' : undefined}
            className={cx(
              'rounded-md px-2 py-1.5 whitespace-nowrap -outline-offset-2 hover:bg-sunken',
              here ? 'font-semibold' : 'font-medium',
            )}
          >
            {label}
          </Link>
        )
      })}
    </nav>
  )
}
