import type { TransferLine } from '@/lib/transfers/screen'
import { transferWord } from '@/lib/transfers/states'

const HEAD = 'px-2 py-2 text-left text-xs font-medium text-muted print:text-black'
const CELL = 'px-2 py-2 align-top'

/** One row per item, with a box to tick while packing and what finds the transfer again in Lightspeed. */
export function PickTable({ title, hint, rows }: { title: string; hint: string; rows: TransferLine[] }) {
  return (
    <section className="card mb-4 overflow-x-auto px-2 pb-2 print:border-0 print:px-0" aria-label={title}>
      <h2 className="px-2 pt-3 font-semibold">{title}</h2>
      <p className="px-2 pb-1 text-muted print:text-black">{hint}</p>
      <table className="w-full border-collapse" aria-label={title}>
        <thead>
          <tr className="border-b border-line print:border-black">
            <th scope="col" className={HEAD}>
              <span className="sr-only">Packed</span>
            </th>
            <th scope="col" className={`${HEAD} w-12 text-right`}>
              Units
            </th>
            <th scope="col" className={HEAD}>
              Item
            </th>
            <th scope="col" className={HEAD}>
              Reference
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.flatMap((row) =>
            row.items.map((item) => (
              <tr key={`${row.id} ${item.sku} ${item.title}`} className="break-inside-avoid">
                <td className={`${CELL} w-8`}>
                  <span className="sr-only">to tick</span>
                  <span
                    aria-hidden="true"
                    className="mt-0.5 block size-4 border border-line-strong print:border-black"
                  />
                </td>
                <td className={`${CELL} text-right text-base font-semibold`}>{item.units - item.received}</td>
                <td className={CELL}>
                  <span className="block font-medium">{item.title}</span>
                  <span className="text-muted print:text-black">{item.sku}</span>
                </td>
                <td className={`${CELL} break-words`}>
                  <span className="block">
                    Order {row.orderNumber}, {row.name}
                    {row.externalId ? `, Lightspeed’s transfer ${row.externalId}` : ''}
                  </span>
                  <span className="text-xs text-muted print:text-black">
                    {transferWord(row.state)} · {row.note}
                  </span>
                  {row.correct ? <span className="mt-0.5 block text-xs">{row.correct}</span> : null}
                </td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </section>
  )
}
