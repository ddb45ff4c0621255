import { QueueSkeleton } from './_components/rows/queue-skeleton'

export default function Loading() {
  return (
    <main className="mx-auto max-w-[110rem] px-3 py-4 sm:px-5">
      <h1 className="text-xl font-semibold">Queue</h1>
      <div className="skeleton mt-3 mb-4 h-9 w-full max-w-2xl" />
      <div className="card">
        <QueueSkeleton />
      </div>
    </main>
  )
}
