import { useId } from 'react'
import { INPUT } from '@/app/_components/controls/field'

/** One of the merchant's stores, or all of them. */
export function StorePick(props: {
  label: string
  stores: { id: string; name: string }[]
  chosen: string
  onChoose: (id: string) => void
}) {
  const id = useId()
  return (
    <div className="min-w-32 flex-1 sm:flex-none">
      <label htmlFor={id} className="mb-1 block text-xs font-medium text-muted">
        {props.label}
      </label>
      <select
        id={id}
        value={props.chosen}
        onChange={(event) => props.onChoose(event.target.value)}
        className={INPUT}
      >
        <option value="">All stores</option>
        {props.stores.map((store) => (
          <option key={store.id} value={store.id}>
            {store.name}
          </option>
        ))}
      </select>
    </div>
  )
}
