import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { paths } from '@/app/_lib/paths'
import { requireViewer } from '@/lib/access/sessions'
import { readPolicy } from '@/lib/integrations/policy/screen'
import { PolicyEditor } from './_components/policy-editor'

export const metadata: Metadata = { title: 'Policy' }

export default async function PolicyPage({ params }: { params: Promise<{ integrationId: string }> }) {
  const { integrationId } = await params
  const viewer = await requireViewer('see-queue', paths.policy(integrationId))
  const screen = await readPolicy(viewer, integrationId)
  if (!screen) notFound()
  return <PolicyEditor screen={screen} />
}
