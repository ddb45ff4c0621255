'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { cx } from '@/app/_components/class-names'
import { PAGES } from './pages'

/** The desk's pages, on a phone a line of their own; the one that is open is told by weight and to readers, not by colour alone. */
export function MainNav() {
  const path = usePathname()
  return (
    <nav
      aria-label="Main"
      className="order-last -mx-1 flex w-full min-w-0 flex-wrap items-center justify-between pb-1 text-[0.8125rem] sm:text-sm sm:order-none sm:mx-0 sm:w-auto sm:justify-start sm:pb-0"
    >
      {PAGES.map(({ href, label }) => {
        const here = path === href || path.startsWith(`${href}/`)
        return (
          <Link
            key={href}
            href={href}
            aria-current={here ? 'page' : undefined}
            className={cx(
              'rounded-md px-1 py-1.5 whitespace-nowrap hover:bg-sunken sm:px-2',
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
