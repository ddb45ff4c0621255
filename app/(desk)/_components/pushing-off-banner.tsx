'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { WarnIcon } from '@/app/_components/icons'
import { TimeAgo } from '@/app/_components/time/time-ago'
import { paths } from '@/app/_lib/paths'
import type { ChecksScreen } from '@/lib/orders/verify/checks-screen'
import { checksOptions } from '../health/query-options'

/** On every other page of the desk while nothing is pushed because the database was restored. */
export function PushingOffBanner({ initial }: { initial: ChecksScreen }) {
  const { data } = useQuery({ ...checksOptions(), initialData: initial })
  const path = usePathname()
  const off = data.accounts.find((account) => account.off !== null)?.off
  // The page of health says it itself, account by account.
  if (!off || path === paths.health()) return null
  return (
    <div role="alert" className="border-b border-line bg-bad-wash text-bad print:hidden">
      <p className="mx-auto flex max-w-[110rem] items-start gap-2 px-3 py-2 sm:px-5">
        <span className="mt-0.5 shrink-0">
          <WarnIcon />
        </span>
        <span>
          {off.because} Off since <TimeAgo at={off.since} suffix="ago" />.{' '}
          <Link href={paths.health()} className="font-semibold underline">
            See how far it is
          </Link>
        </span>
      </p>
    </div>
  )
}
