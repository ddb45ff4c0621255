import { useId, type ReactNode } from 'react'
import { cx } from '../class-names'

/** One of several answers as a card of its own: a heading, and in plain words what it means. */
export function RadioCard(props: {
  name: string
  title: string
  children: ReactNode
  checked: boolean
  onChoose: () => void
}) {
  const id = useId()
  return (
    <label
      className={cx(
        'flex cursor-pointer gap-2.5 rounded-lg border p-3 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent',
        props.checked ? 'border-accent bg-accent-wash' : 'border-line hover:bg-sunken',
      )}
    >
      <input
        type="radio"
        name={props.name}
        checked={props.checked}
        onChange={props.onChoose}
        aria-labelledby={`${id}-title`}
        aria-describedby={`${id}-text`}
        className="mt-0.5 size-4 shrink-0 accent-accent outline-none"
      />
      <span className="min-w-0">
        <span id={`${id}-title`} className="block font-semibold">
          {props.title}
        </span>
        <span id={`${id}-text`} className={cx('block', props.checked ? 'text-ink' : 'text-muted')}>
          {props.children}
        </span>
      </span>
    </label>
  )
}

/** A switch with its label beside it and, if there is more to say, a line beneath. */
export function CheckField(props: {
  label: string
  hint?: string
  checked: boolean
  onChange: (checked: boolean) => void
}) {
  const id = useId()
  return (
    <div className="flex gap-2.5">
      <input
        id={id}
        type="checkbox"
        checked={props.checked}
        onChange={(event) => props.onChange(event.target.checked)}
        aria-describedby={props.hint ? `${id}-hint` : undefined}
        className="mt-0.5 size-4 shrink-0 cursor-pointer accent-accent"
      />
      <div className="min-w-0">
        <label htmlFor={id} className="block cursor-pointer font-medium">
          {props.label}
        </label>
        {props.hint ? (
          <p id={`${id}-hint`} className="text-xs text-muted">
            {props.hint}
          </p>
        ) : null}
      </div>
    </div>
  )
}
