import { cx } from '@/app/_components/class-names'
import { CrossIcon } from '@/app/_components/icons'

interface Option {
  value: string
  label: string
}

/** One thing a list can be narrowed by: a choice that shows what is chosen, and a way to drop it. */
export function FilterChip(props: {
  label: string
  /** What is shown and chosen when the list is not narrowed by it. */
  any: string
  options: Option[]
  value: string | null
  onChoose: (value: string | null) => void
}) {
  const on = props.value !== null
  return (
    <span
      className={cx(
        'inline-flex min-w-0 items-center rounded-full border has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent',
        on ? 'border-accent bg-accent-wash font-medium text-accent' : 'border-line-strong bg-surface',
      )}
    >
      <select
        aria-label={props.label}
        value={props.value ?? ''}
        onChange={(event) => props.onChoose(event.target.value || null)}
        className="h-7 [field-sizing:content] max-w-56 min-w-0 cursor-pointer rounded-full bg-transparent pr-1 pl-2.5 outline-none [&>option]:bg-surface [&>option]:text-ink"
      >
        <option value="">{props.any}</option>
        {props.options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
        {/* A link may name what is no longer there: it still narrows the list, so it is shown. */}
        {on && !props.options.some((option) => option.value === props.value) ? (
          <option value={props.value ?? ''}>Unknown</option>
        ) : null}
      </select>
      {on ? (
        <button
          type="button"
          aria-label={`Clear ${props.label.toLowerCase()}`}
          title={`Clear ${props.label.toLowerCase()}`}
          onClick={() => props.onChoose(null)}
          className="mr-1 inline-flex size-6 items-center justify-center rounded-full hover:bg-surface"
        >
          <CrossIcon />
        </button>
      ) : null}
    </span>
  )
}
