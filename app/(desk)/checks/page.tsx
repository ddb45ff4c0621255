import type { Metadata } from 'next'
import { paths } from '@/app/_lib/paths'
import { requireViewer, type Viewer } from '@/lib/access/sessions'
import { readChecks } from '@/lib/orders/verify/checks-screen'
import { ChecksBoard } from './_components/checks-board'

export const metadata: Metadata = { title: 'Checks' }

export default async function ChecksPage() {
  const viewer = await requireViewer('see-queue', paths.checks())
  return (
    <main className="mx-auto max-w-[80rem] px-3 py-4 sm:px-5">
      <h1 className="text-2xl font-semibold tracking-tight">Checked against Lightspeed</h1>
      <p className="mt-1 mb-4 text-muted">
        Every five minutes each sale that changed in Lightspeed is compared with what was pushed from here,
        both ways: nothing may be missing there, and nothing may be there twice.
      </p>
      <ChecksBoard initial={await readNow(viewer)} />
    </main>
  )
}

const readNow = (viewer: Viewer) => readChecks(viewer, new Date())
