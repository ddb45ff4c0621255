import { cx } from '@/app/_components/class-names'

const STEP = 'size-7 shrink-0 hover:bg-sunken disabled:text-muted disabled:opacity-50'

/** A number field with steps beside it for thumbs; arrow keys work in the field. */
export function UnitStepper(props: {
  /** "MUG from Bend" */
  what: string
  value: number
  max: number
  describedBy: string
  onChange: (value: number) => void
}) {
  const { value, max, onChange } = props
  return (
    <span className="inline-flex items-center overflow-clip rounded-md border border-line-strong bg-surface">
      <button
        type="button"
        tabIndex={-1}
        aria-label={`One less ${props.what}`}
        disabled={value <= 0}
        onClick={() => onChange(value - 1)}
        className={cx(STEP, 'border-r border-line')}
      >
        −
      </button>
      <input
        type="number"
        inputMode="numeric"
        min={0}
        max={max}
        step={1}
        aria-label={`Units of ${props.what}`}
        aria-describedby={props.describedBy}
        value={value}
        onFocus={(event) => event.target.select()}
        onChange={(event) => onChange(event.target.valueAsNumber)}
        className="h-7 w-11 bg-transparent text-center [appearance:textfield] [&::-webkit-inner-spin-button]:appearance-none"
      />
      <button
        type="button"
        tabIndex={-1}
        aria-label={`One more ${props.what}`}
        disabled={value >= max}
        onClick={() => onChange(value + 1)}
        className={cx(STEP, 'border-l border-line')}
      >
        +
      </button>
    </span>
  )
}
