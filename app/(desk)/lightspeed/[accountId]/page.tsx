import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { z } from 'zod'
import { paths } from '@/app/_lib/paths'
import { requireViewer } from '@/lib/access/sessions'
import { readSaleSettings } from '@/lib/orders/sale-settings/screen'
import { SaleSettingsForm } from './_components/sale-settings-form'

export const metadata: Metadata = { title: 'How sales are written' }

export default async function SaleSettingsPage({ params }: { params: Promise<{ accountId: string }> }) {
  const { accountId } = await params
  const viewer = await requireViewer('see-queue', paths.saleSettings(accountId))
  const screen = z.uuid().safeParse(accountId).success ? await readSaleSettings(viewer, accountId) : null
  if (!screen) notFound()
  return <SaleSettingsForm screen={screen} />
}
