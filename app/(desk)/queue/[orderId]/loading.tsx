export default function Loading() {
  return (
    <main className="mx-auto grid max-w-[110rem] gap-4 px-3 py-4 sm:px-5" aria-busy="true">
      <output className="sr-only">Loading the order</output>
      <div className="skeleton h-14 w-full max-w-xl" />
      <div className="skeleton h-28 w-full" />
      <div className="skeleton h-72 w-full" />
    </main>
  )
}
