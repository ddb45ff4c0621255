'use client'

import { Menu } from '@base-ui/react/menu'
import type { ReactNode } from 'react'
import { CheckIcon, DownIcon } from '../icons'

export interface MenuChoice {
  id: string
  label: string
  /** A word behind the label. */
  aside?: string
  current?: boolean
}

/**
 * A button that opens a list of things to choose. Unlike a select it does nothing while somebody only moves through it
 * with the arrow keys, so it is right wherever choosing acts at once.
 */
export function ChoiceMenu(props: {
  id?: string
  /** What the button says, and, where that is only the present choice, what it is for. */
  children: ReactNode
  label?: string
  keyHint?: string
  because?: string | null
  choices: MenuChoice[]
  /** Instead of choices when there are none. */
  none?: string
  align?: 'start' | 'end'
  onChoose: (id: string) => void
}) {
  const { because } = props
  return (
    <Menu.Root>
      <Menu.Trigger
        id={props.id}
        disabled={Boolean(because)}
        aria-label={props.label}
        aria-keyshortcuts={props.keyHint}
        title={because ?? (props.keyHint ? `Key ${props.keyHint}` : undefined)}
        className="inline-flex min-h-7 max-w-52 items-center gap-1 rounded-md border border-line-strong bg-surface px-2 text-[0.8125rem] font-medium hover:bg-sunken disabled:cursor-not-allowed disabled:border-line disabled:bg-sunken disabled:text-muted"
      >
        <span className="truncate">{props.children}</span>
        <DownIcon />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner align={props.align ?? 'start'} sideOffset={4} className="z-30">
          <Menu.Popup className="max-h-80 max-w-72 min-w-48 overflow-auto rounded-lg border border-line bg-surface py-1 text-ink shadow-raised outline-none">
            {props.choices.length === 0 ? (
              <p className="max-w-60 px-3 py-2 text-muted">{props.none}</p>
            ) : null}
            {props.choices.map((choice) => (
              <Menu.Item
                key={choice.id}
                onClick={() => props.onChoose(choice.id)}
                className="flex min-h-8 cursor-pointer items-center gap-2 px-3 py-1 outline-none data-highlighted:bg-sunken"
              >
                <span className="w-4">{choice.current ? <CheckIcon /> : null}</span>
                <span className="min-w-0 flex-1 truncate">{choice.label}</span>
                {choice.aside ? <span className="text-xs text-muted">{choice.aside}</span> : null}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
