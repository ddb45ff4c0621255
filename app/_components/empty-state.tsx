import type { ReactNode } from 'react'

/** Why there is nothing here, and what to do about it. */
export function EmptyState(props: { title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex flex-col items-center gap-2 px-4 py-16 text-center">
      <p className="text-base font-semibold">{props.title}</p>
      <p className="max-w-md text-muted">{props.children}</p>
      {props.action ? <div className="mt-2">{props.action}</div> : null}
    </div>
  )
}
