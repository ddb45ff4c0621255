import type { ReactNode } from 'react'
import { Announcer } from '@/app/_components/announcer'
import { may } from '@/lib/access/roles'
import { findViewer } from '@/lib/access/sessions'
import { readAccountTrouble } from '@/lib/stores/accounts-screen'
import { AccountBanner } from './_components/account-banner'
import { TopBar } from './_components/top-bar'

/** The frame of the desk. It is no lock: each page asks for its own viewer and knows where to come back to. */
export default async function DeskLayout({ children }: { children: ReactNode }) {
  const viewer = await findViewer()
  const trouble = viewer && may(viewer.role, 'see-queue') ? await readAccountTrouble(viewer) : null
  return (
    <>
      {viewer ? (
        <TopBar
          merchantName={viewer.merchantName}
          person={viewer.name}
          seesDesk={may(viewer.role, 'see-queue')}
        />
      ) : null}
      {trouble ? <AccountBanner initial={trouble} /> : null}
      {children}
      <Announcer />
    </>
  )
}
