import { useId, type ReactNode } from 'react'
import { cx } from './class-names'

/** A titled box of a page. */
export function Section(props: {
  title: string
  aside?: ReactNode
  children: ReactNode
  id?: string
  className?: string
}) {
  const titleId = useId()
  return (
    <section
      id={props.id}
      aria-labelledby={titleId}
      className={cx('card min-w-0 scroll-mt-24 sm:scroll-mt-16', props.className)}
    >
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 pt-3 pb-2">
        <h2 id={titleId} className="font-semibold">
          {props.title}
        </h2>
        {props.aside}
      </div>
      {props.children}
    </section>
  )
}
