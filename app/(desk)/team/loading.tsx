export default function Loading() {
  return (
    <main className="mx-auto grid max-w-4xl gap-4 px-3 py-4 sm:px-5" aria-busy="true">
      <output className="sr-only">Loading the team</output>
      <div className="skeleton h-8 w-32" />
      <div className="skeleton h-64 w-full" />
    </main>
  )
}
