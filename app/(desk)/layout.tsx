import type { ReactNode } from 'react'
import { Announcer } from '@/app/_components/announcer'
import { may } from '@/lib/access/roles'
import { findViewer } from '@/lib/access/sessions'
import { TopBar } from './_components/top-bar'

/** The frame of the desk. It is no lock: each page asks for its own viewer and knows where to come back to. */
export default async function DeskLayout({ children }: { children: ReactNode }) {
  const viewer = await findViewer()
  return (
    <>
      {viewer ? (
        <TopBar
          merchantName={viewer.merchantName}
          person={viewer.name}
          seesDesk={may(viewer.role, 'see-queue')}
        />
      ) : null}
      {children}
      <Announcer />
    </>
  )
}
