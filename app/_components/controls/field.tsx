import { useId, type ComponentProps, type ReactNode } from 'react'
import { cx } from '../class-names'

/** How a field looks, as wide as what it holds. */
export const INPUT_LOOK =
  'rounded-md border border-line-strong bg-surface px-2.5 py-1.5 text-ink placeholder:text-muted disabled:cursor-not-allowed disabled:border-line disabled:bg-sunken'
export const INPUT = `w-full ${INPUT_LOOK}`

/** A labelled text input with an optional hint beneath; a problem takes the hint's place and is told. */
export function TextField({
  label,
  hint,
  problem,
  hideLabel,
  ...input
}: {
  label: string
  hint?: ReactNode
  problem?: string | undefined
  hideLabel?: boolean
} & ComponentProps<'input'>) {
  const id = useId()
  const note = problem ?? hint
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className={hideLabel ? 'sr-only' : 'font-medium'}>
        {label}
      </label>
      <input
        id={id}
        aria-describedby={note ? `${id}-note` : undefined}
        aria-invalid={problem ? true : undefined}
        {...input}
        className={cx(INPUT, problem && 'border-bad', input.className)}
      />
      {note ? (
        <p id={`${id}-note`} className={cx('text-xs', problem ? 'text-bad' : 'text-muted')}>
          {note}
        </p>
      ) : null}
    </div>
  )
}

/** A labelled choice of one out of a few. */
export function SelectField({
  label,
  problem,
  hideLabel,
  options,
  onChoose,
  ...select
}: {
  label: string
  problem?: string | undefined
  hideLabel?: boolean
  options: readonly { value: string; label: string; disabled?: boolean }[]
  onChoose: (value: string) => void
} & ComponentProps<'select'>) {
  const id = useId()
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className={hideLabel ? 'sr-only' : 'font-medium'}>
        {label}
      </label>
      <select
        id={id}
        aria-describedby={problem ? `${id}-note` : undefined}
        aria-invalid={problem ? true : undefined}
        {...select}
        onChange={(event) => onChoose(event.target.value)}
        className={cx(INPUT, problem && 'border-bad')}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      {problem ? (
        <p id={`${id}-note`} className="text-xs text-bad">
          {problem}
        </p>
      ) : null}
    </div>
  )
}
