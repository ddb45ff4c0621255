'use client'

import { Dialog as Base } from '@base-ui/react/dialog'
import type { ReactNode, RefObject } from 'react'

/** A modal question: title, effect, answers. Escape and the first answer go back; nothing happens by closing. */
export function Dialog(props: {
  open: boolean
  onClose: () => void
  title: string
  children: ReactNode
  /** Buttons, the way back first. */
  answers: ReactNode
  initialFocus?: RefObject<HTMLElement | null>
}) {
  return (
    <Base.Root open={props.open} onOpenChange={(open) => (open ? undefined : props.onClose())}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-black/40" />
        <Base.Popup
          {...(props.initialFocus ? { initialFocus: props.initialFocus } : {})}
          className="fixed inset-x-3 top-1/2 z-50 mx-auto flex max-h-[88dvh] max-w-2xl -translate-y-1/2 flex-col rounded-xl border border-line bg-surface text-ink shadow-raised outline-none"
        >
          <Base.Title className="px-4 pt-4 text-base font-semibold sm:px-5">{props.title}</Base.Title>
          <div className="min-h-0 overflow-auto px-4 py-3 sm:px-5">{props.children}</div>
          <div className="flex flex-wrap justify-end gap-2 border-t border-line px-4 py-3 sm:px-5">
            {props.answers}
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

/** Why what a dialog asked for was not done, read out at once; null: nothing to tell. */
export function DialogProblem({ children }: { children: string | null }) {
  return children ? (
    <p role="alert" className="mb-3 rounded-md bg-bad-wash px-3 py-2 text-bad">
      {children}
    </p>
  ) : null
}
