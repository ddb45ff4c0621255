import { cx } from '@/app/_components/class-names'
import type { Effect } from './proposal'

const HEAD = 'px-2 py-1.5 text-xs font-medium text-muted'
const CELL = 'px-2 py-1.5 text-right'

/** Per sale: to fulfil, available, short. Shortages are told by word and weight as well as by colour. */
export function EffectTables({ effect }: { effect: Effect }) {
  return (
    <div className="grid gap-4">
      {effect.parts.map((part) => (
        <table
          key={part.storeName}
          className="w-full border-collapse"
          aria-label={`Sale in ${part.storeName}`}
        >
          <caption className="pb-1 text-left font-semibold">
            {part.storeName} <span className="font-normal text-muted">{part.total}</span>
          </caption>
          <thead>
            <tr className="border-y border-line">
              <th scope="col" className={cx(HEAD, 'text-left')}>
                Line
              </th>
              <th scope="col" className={cx(HEAD, 'text-right')}>
                To fulfil
              </th>
              <th scope="col" className={cx(HEAD, 'text-right')}>
                Available
              </th>
              <th scope="col" className={cx(HEAD, 'text-right')}>
                Short
              </th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {part.lines.map((line) => (
              <tr
                key={`${line.sku} ${line.title}`}
                className={cx(line.short > 0 && 'bg-warn-wash font-medium')}
              >
                <th scope="row" className="px-2 py-1.5 text-left font-normal">
                  {line.title}
                  <span className="block text-xs text-muted">{line.sku}</span>
                </th>
                <td className={CELL}>{line.toFulfil}</td>
                <td className={CELL}>{line.available ?? 'any'}</td>
                <td className={cx(CELL, line.short > 0 && 'text-warn')}>{line.short}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
      {effect.short ? (
        <div className="text-muted">
          <p>Pushing anyway sells more than the store has; Lightspeed’s stock for it goes negative.</p>
          {effect.transfers.length > 0 ? (
            <>
              <p className="mt-1">What would put it right:</p>
              <ul className="list-disc pl-5">
                {effect.transfers.map((each) => (
                  <li key={each}>{each}</li>
                ))}
              </ul>
            </>
          ) : null}
        </div>
      ) : null}
    </div>
  )
}
