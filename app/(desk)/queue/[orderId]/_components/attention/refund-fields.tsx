import { SelectField } from '@/app/_components/controls/field'
import type { FoundSaleScreen } from '@/lib/orders/screens/screen-types'
import type { RefundPlace } from './remedy'

/** On which register a refund is booked, and by which payment type it is paid back. */
export function RefundFields(props: {
  sale: FoundSaleScreen
  place: RefundPlace
  onChange: (place: RefundPlace) => void
}) {
  const { sale, place, onChange } = props
  return (
    <div className="mt-3 grid gap-3 sm:grid-cols-2">
      <SelectField
        label={`Register in ${sale.storeName}`}
        value={place.registerId}
        options={[CHOOSE, ...sale.registers.map(({ id, label }) => ({ value: id, label }))]}
        onChoose={(registerId) => onChange({ ...place, registerId })}
      />
      <SelectField
        label="Payment type"
        value={place.paymentTypeId}
        options={[CHOOSE, ...sale.paymentTypes.map(({ id, label }) => ({ value: id, label }))]}
        onChoose={(paymentTypeId) => onChange({ ...place, paymentTypeId })}
      />
    </div>
  )
}

const CHOOSE = { value: '', label: 'Choose', disabled: true }
