import { LinkButton } from '@/app/_components/controls/button'
import { Notice } from '@/app/_components/notice'
import { paths } from '@/app/_lib/paths'

export default function ChannelNotFound() {
  return (
    <Notice
      title="There is no such channel"
      action={<LinkButton href={paths.integrations()}>See all channels</LinkButton>}
    >
      The link may be mistyped, or the channel belongs to another retailer.
    </Notice>
  )
}
