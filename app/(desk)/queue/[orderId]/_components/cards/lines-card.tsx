import type { OrderScreenLine } from '@/lib/orders/screens/screen-types'
import { Section } from '@/app/_components/section'

/** The lines alone, for an order whose stock nobody looked at. */
export function LinesCard({ lines }: { lines: OrderScreenLine[] }) {
  return (
    <Section title="Lines" id="stock">
      <table className="w-full border-t border-line" aria-label="Lines">
        <thead className="sr-only">
          <tr>
            <th scope="col">Line</th>
            <th scope="col">Units</th>
            <th scope="col">Net</th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {lines.map((line) => (
            <tr key={line.id}>
              <th scope="row" className="px-4 py-2 text-left font-normal">
                <span className="font-medium">{line.title}</span>
                <span className="block text-xs text-muted">{line.sku || 'no sku'}</span>
              </th>
              <td className="px-4 py-2 text-right whitespace-nowrap">
                {line.ordered} × {line.unitPrice}
              </td>
              <td className="px-4 py-2 text-right font-medium">{line.net}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  )
}
