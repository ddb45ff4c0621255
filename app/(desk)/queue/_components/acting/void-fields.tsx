import { useId } from 'react'
import { INPUT, SelectField } from '@/app/_components/controls/field'

const REASONS = [
  'Out of stock',
  'Customer changed their mind',
  'Handled outside Order Queue',
  'Duplicate order',
  'Looks fraudulent',
  'Other',
]
const OPTIONS = [
  { value: '', label: 'Choose a reason', disabled: true },
  ...REASONS.map((reason) => ({ value: reason, label: reason })),
]

export interface VoidReason {
  reason: string
  note: string
}

/** Why an order is voided: one of a few reasons, and a note. */
export function VoidFields({
  value,
  onChange,
}: {
  value: VoidReason
  onChange: (value: VoidReason) => void
}) {
  const id = useId()
  return (
    <div className="flex flex-col gap-3">
      <SelectField
        label="Reason"
        options={OPTIONS}
        value={value.reason}
        onChoose={(reason) => onChange({ ...value, reason })}
      />
      <div>
        <label htmlFor={id} className="mb-1 block font-medium">
          Note <span className="font-normal text-muted">(optional)</span>
        </label>
        <textarea
          id={id}
          rows={3}
          maxLength={1_000}
          value={value.note}
          onChange={(event) => onChange({ ...value, note: event.target.value })}
          className={INPUT}
        />
      </div>
    </div>
  )
}
