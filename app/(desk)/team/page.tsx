import type { Metadata } from 'next'
import { paths } from '@/app/_lib/paths'
import { requireViewer } from '@/lib/access/sessions'
import { readTeam } from '@/lib/team/screen'
import { TeamBoard } from './_components/team-board'

export const metadata: Metadata = { title: 'Team' }

export default async function TeamPage() {
  const viewer = await requireViewer('see-queue', paths.team())
  return (
    <main className="mx-auto max-w-4xl px-3 py-4 sm:px-5">
      <TeamBoard team={await readTeam(viewer)} />
    </main>
  )
}
