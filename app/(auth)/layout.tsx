import type { ReactNode } from 'react'
import { Wordmark } from '@/app/_components/wordmark'

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-sm flex-col justify-center gap-6 px-4 py-10">
      <Wordmark />
      <div className="card flex flex-col gap-4 p-5">{children}</div>
    </main>
  )
}
