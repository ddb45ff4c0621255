import type { ReactNode } from 'react'
import { Announcer } from '@/app/_components/announcer'
import { may } from '@/lib/access/roles'
import { findViewer, type Viewer } from '@/lib/access/sessions'
import { readChecks } from '@/lib/orders/verify/checks-screen'
import { readAccountTrouble } from '@/lib/stores/accounts-screen'
import { AccountBanner } from './_components/account-banner'
import { Keys } from './_components/keys/keys'
import { PushingOffBanner } from './_components/pushing-off-banner'
import { TopBar } from './_components/top-bar'

/** The frame of the desk. It is no lock: each page asks for its own viewer and knows where to come back to. */
export default async function DeskLayout({ children }: { children: ReactNode }) {
  const viewer = await findViewer()
  const sees = viewer && may(viewer.role, 'see-queue') ? viewer : null
  const trouble = sees ? await readAccountTrouble(sees) : null
  const checks = sees ? await readNow(sees) : null
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
      {checks ? <PushingOffBanner initial={checks} /> : null}
      {children}
      {sees ? <Keys /> : null}
      <Announcer />
    </>
  )
}

const readNow = (viewer: Viewer) => readChecks(viewer, new Date())
