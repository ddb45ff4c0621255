import { LinkButton } from '@/app/_components/controls/button'
import { Notice } from '@/app/_components/notice'
import { paths } from '@/app/_lib/paths'

export default function NotFound() {
  return (
    <Notice
      title="There is no such Lightspeed account"
      action={<LinkButton href={paths.lightspeed()}>All accounts</LinkButton>}
    >
      It may belong to another business, or the address is not whole.
    </Notice>
  )
}
