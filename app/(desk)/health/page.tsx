import type { Metadata } from 'next'
import { paths } from '@/app/_lib/paths'
import { whyNot } from '@/lib/access/roles'
import { requireViewer, type Viewer } from '@/lib/access/sessions'
import { readChecks } from '@/lib/orders/verify/checks-screen'
import { ChecksBoard } from './_components/checks-board'
import { HealthBoard } from './_components/health-board'
import { readHealthScreen } from './health-screen'

export const metadata: Metadata = { title: 'Health' }

export default async function HealthPage() {
  const viewer = await requireViewer('see-queue', paths.health())
  const { health, checks } = await readNow(viewer)
  return (
    <main className="mx-auto max-w-[80rem] px-3 py-4 sm:px-5">
      <h1 className="mb-4 text-xl font-semibold">Health</h1>
      <HealthBoard initial={health} noRetry={whyNot(viewer.role, 'act-on-orders')} />
      <section aria-labelledby="checked" className="mt-6">
        <h2 id="checked" className="text-lg font-semibold">
          Checked against Lightspeed
        </h2>
        <p className="mt-1 mb-3 text-muted">
          Every five minutes each sale that changed in Lightspeed is compared with what was pushed from here,
          both ways: nothing may be missing there, and nothing may be there twice.
        </p>
        <ChecksBoard initial={checks} />
      </section>
    </main>
  )
}

async function readNow(viewer: Viewer) {
  const now = new Date()
  return { health: await readHealthScreen(viewer, now), checks: await readChecks(viewer, now) }
}
