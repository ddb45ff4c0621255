import { LinkButton } from './_components/controls/button'
import { Notice } from './_components/notice'
import { paths } from './_lib/paths'

export const metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <Notice
      title="There is no such page"
      action={<LinkButton href={paths.queue()}>Go to the queue</LinkButton>}
    >
      The address may be mistyped, or what it led to belongs to another retailer.
    </Notice>
  )
}
