import Link from 'next/link'
import { ThemeSwitch } from '@/app/_components/controls/theme-switch'
import { Wordmark } from '@/app/_components/wordmark'
import { paths } from '@/app/_lib/paths'
import { KeysButton } from './keys/keys-button'
import { MainNav } from './main-nav'
import { SignOutButton } from './sign-out-button'

interface Props {
  merchantName: string
  person: string
  /** Store people have none of these pages. */
  seesDesk: boolean
}

export function TopBar({ merchantName, person, seesDesk }: Props) {
  return (
    <header className="sticky top-0 z-20 border-b border-line bg-surface print:hidden">
      <div className="mx-auto flex max-w-[110rem] flex-wrap items-center gap-x-2 px-3 sm:h-12 sm:flex-nowrap sm:gap-x-5 sm:px-5">
        <Link
          href={paths.queue()}
          className="inline-flex min-h-11 items-center rounded-md sm:min-h-6"
          aria-label="Order Queue, to the queue"
        >
          <Wordmark nameFrom="sm" />
        </Link>
        {seesDesk ? <MainNav /> : null}
        <span className="ml-auto hidden truncate text-muted md:block">{merchantName}</span>
        <span className="ml-auto hidden max-w-28 truncate font-medium sm:block md:ml-0" title={merchantName}>
          {person}
        </span>
        <div className="ml-auto flex items-center sm:ml-0">
          {seesDesk ? <KeysButton /> : null}
          <ThemeSwitch />
          <SignOutButton person={person} />
        </div>
      </div>
    </header>
  )
}
