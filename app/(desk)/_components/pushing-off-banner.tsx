'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { WarnIcon } from '@/app/_components/icons'
import { TimeAgo } from '@/app/_components/time/time-ago'
import { paths } from '@/app/_lib/paths'
import type { ChecksScreen } from '@/lib/orders/verify/checks-screen'
import { checksOptions } from '../checks/query-options'

/** On every page of the desk while nothing is pushed because the database was restored. */
export function PushingOffBanner({ initial }: { initial: ChecksScreen }) {
  const { data } = useQuery({ ...checksOptions(), initialData: initial })
  const off = data.accounts.find((account) => account.off !== null)?.off
  if (!off) return null
  return (
    <div role="alert" className="border-b border-line bg-bad-wash text-bad print:hidden">
      <p className="mx-auto flex max-w-[110rem] flex-wrap items-center gap-x-2 gap-y-1 px-3 py-2 sm:px-5">
        <WarnIcon />
        <span>
          {off.because} Off since <TimeAgo at={off.since} suffix="ago" />.
        </span>
        <Link href={paths.checks()} className="font-semibold underline">
          See how far it is
        </Link>
      </p>
    </div>
  )
}
