'use client'

import { KeyboardIcon } from '@/app/_components/icons'
import { handlerOf } from './use-shortcuts'

/** Shows all keys, and the switch that turns them off, to whoever presses none. */
export function KeysButton() {
  return (
    <button
      type="button"
      aria-label="Keys"
      title="Keys"
      aria-keyshortcuts="?"
      onClick={() => handlerOf('help')?.()}
      className="hidden size-8 items-center justify-center rounded-md hover:bg-sunken sm:inline-flex"
    >
      <KeyboardIcon />
    </button>
  )
}
