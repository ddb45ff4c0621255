import Link from 'next/link'
import { cx } from '@/app/_components/class-names'
import { paths } from '@/app/_lib/paths'

/** To the list that a store prints of what it sends to another. */
export function ListLink(props: {
  row: { fromId: string; toId: string; from: string; to: string }
  className?: string
}) {
  const { fromId, toId, from, to } = props.row
  return (
    <Link
      href={paths.transferList({ from: fromId, to: toId })}
      className={cx(
        'inline-flex min-h-6 items-center text-accent underline underline-offset-2',
        props.className,
      )}
    >
      Printable list
      <span className="sr-only">
        : {from} to {to}
      </span>
    </Link>
  )
}
