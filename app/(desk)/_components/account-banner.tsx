'use client'

import { queryOptions, useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { WarnIcon } from '@/app/_components/icons'
import { fetchJson } from '@/app/_lib/fetch-json'
import { paths } from '@/app/_lib/paths'
import type { AccountTrouble } from '@/lib/stores/accounts-screen'

/** Often enough: nothing is lost while orders wait. */
const POLL_MS = 10_000

const troubleOptions = () =>
  queryOptions({
    queryKey: ['lightspeed-trouble'],
    queryFn: ({ signal }) => fetchJson<AccountTrouble>(paths.api.lightspeedTrouble(), { signal }),
    refetchInterval: POLL_MS,
  })

/** On every page of the desk while a Lightspeed account waits for somebody to connect it again. */
export function AccountBanner({ initial }: { initial: AccountTrouble }) {
  const { data } = useQuery({ ...troubleOptions(), initialData: initial })
  if (data.accounts.length === 0) return null
  return (
    <div role="alert" className="border-b border-line bg-bad-wash text-bad print:hidden">
      <p className="mx-auto flex max-w-[110rem] flex-wrap items-center gap-x-2 gap-y-1 px-3 py-2 sm:px-5">
        <WarnIcon />
        <span>
          Lightspeed no longer accepts our access to {listed(data.accounts)}. Its orders wait and go on by
          themselves once it is connected again.
        </span>
        {data.mayConnect ? (
          <Link href={paths.lightspeed()} className="font-semibold underline">
            Connect it again
          </Link>
        ) : (
          <span className="font-semibold">{askWhom(data.owners)}</span>
        )}
      </p>
    </div>
  )
}

const listed = (names: string[]): string => names.join(' and ')

const askWhom = (owners: string[]): string =>
  owners.length === 0 ? 'Ask an owner to do that.' : `Ask ${owners.join(' or ')} to do that.`
