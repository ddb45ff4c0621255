const ROWS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']

/** The shape of the rows to come, so that nothing moves when they do. */
export function QueueSkeleton() {
  return (
    <output aria-label="Loading orders" className="block divide-y divide-line">
      {ROWS.map((row) => (
        <div key={row} className="flex h-16 items-center gap-6 px-4">
          <div className="skeleton h-4 w-20" />
          <div className="skeleton h-4 w-32" />
          <div className="skeleton hidden h-4 flex-1 sm:block" />
          <div className="skeleton ml-auto h-4 w-16" />
        </div>
      ))}
    </output>
  )
}
