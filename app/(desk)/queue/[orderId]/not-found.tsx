import { LinkButton } from '@/app/_components/controls/button'
import { Notice } from '@/app/_components/notice'
import { paths } from '@/app/_lib/paths'

export default function OrderNotFound() {
  return (
    <Notice
      title="There is no such order"
      action={<LinkButton href={paths.queue()}>Go to the queue</LinkButton>}
    >
      The link may be mistyped, or the order belongs to another retailer.
    </Notice>
  )
}
