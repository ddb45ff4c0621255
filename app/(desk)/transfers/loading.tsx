export default function Loading() {
  return (
    <main className="mx-auto grid max-w-[110rem] gap-4 px-3 py-4 sm:px-5" aria-busy="true">
      <output className="sr-only">Loading</output>
      <div className="skeleton h-10 w-full max-w-md" />
      <div className="skeleton h-72 w-full" />
    </main>
  )
}
