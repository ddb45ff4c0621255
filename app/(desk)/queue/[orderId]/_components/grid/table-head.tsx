import type { StockGrid } from '@/lib/orders/screens/screen-types'

type GridStore = StockGrid['stores'][number]

interface Props {
  stores: GridStore[]
  /** Tailwind classes of a store's column. */
  column: string
  /** What stands below a store's name. */
  below?: (store: GridStore) => string | null
}

/** The head of both tables of lines by stores: the column of lines stays while stores scroll. */
export function TableHead({ stores, column, below }: Props) {
  return (
    <thead>
      <tr>
        <th
          scope="col"
          className="sticky left-0 z-10 min-w-36 border-b border-line bg-surface px-3 py-2 text-left text-xs font-medium text-muted sm:min-w-48 sm:px-4"
        >
          Line
        </th>
        {stores.map((store) => (
          <th
            key={store.id}
            scope="col"
            className={`border-b border-l border-line py-2 text-left font-semibold ${column}`}
          >
            {store.name}
            <Below text={below?.(store) ?? null} />
          </th>
        ))}
      </tr>
    </thead>
  )
}

function Below({ text }: { text: string | null }) {
  return text === null ? null : <span className="block text-xs font-normal text-muted">{text}</span>
}
