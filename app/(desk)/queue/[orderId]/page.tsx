import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { z } from 'zod'
import { paths } from '@/app/_lib/paths'
import { requireViewer } from '@/lib/access/sessions'
import { viewShape } from '../search-params'
import { readDeskOrder } from './desk-order'
import { OrderDesk } from './_components/order-desk'

export const metadata: Metadata = { title: 'Order' }

interface Props {
  params: Promise<{ orderId: string }>
  searchParams: Promise<Record<string, unknown>>
}

export default async function OrderPage({ params, searchParams }: Props) {
  const { orderId } = await params
  const view = viewShape.parse(await searchParams)
  const viewer = await requireViewer('see-queue', paths.order(orderId, view))
  if (!z.uuid().safeParse(orderId).success) notFound()
  const order = await readDeskOrder(viewer, orderId, view)
  if (!order) notFound()
  return <OrderDesk key={orderId} initial={order} view={view} />
}
