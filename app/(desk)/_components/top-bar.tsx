import Link from 'next/link'
import { ThemeSwitch } from '@/app/_components/theme-switch'
import { Wordmark } from '@/app/_components/wordmark'
import { paths } from '@/app/_lib/paths'
import { SignOutButton } from './sign-out-button'

export function TopBar({ merchantName, person }: { merchantName: string; person: string }) {
  return (
    <header className="sticky top-0 z-20 border-b border-line bg-surface print:hidden">
      <div className="mx-auto flex h-12 max-w-[110rem] items-center gap-3 px-3 sm:gap-5 sm:px-5">
        <Link
          href={paths.queue()}
          className="inline-flex items-center rounded-md"
          aria-label="Order Queue, to the queue"
        >
          <Wordmark />
        </Link>
        <nav aria-label="Main" className="hidden sm:block">
          <Link href={paths.queue()} className="rounded-md px-2 py-1.5 font-medium hover:bg-sunken">
            Queue
          </Link>
        </nav>
        <span className="ml-auto hidden truncate text-muted md:block">{merchantName}</span>
        <span className="ml-auto max-w-28 truncate font-medium md:ml-0" title={merchantName}>
          {person}
        </span>
        <div className="flex items-center">
          <ThemeSwitch />
          <SignOutButton />
        </div>
      </div>
    </header>
  )
}
