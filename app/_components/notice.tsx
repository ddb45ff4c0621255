import type { ReactNode } from 'react'

/** A whole page that says one thing and offers one way on. */
export function Notice(props: { title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <main className="mx-auto flex min-h-[70dvh] max-w-md flex-col items-start justify-center gap-3 px-4 py-10">
      <h1 className="text-xl font-semibold">{props.title}</h1>
      <div className="text-muted">{props.children}</div>
      {props.action ? <div className="mt-2">{props.action}</div> : null}
    </main>
  )
}
