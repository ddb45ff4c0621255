import type { Metadata } from 'next'
import Link from 'next/link'
import { paths } from '@/app/_lib/paths'

export const metadata: Metadata = { title: 'Check your mail' }

export default function CheckMailPage() {
  return (
    <>
      <h1 className="text-lg font-semibold">Check your mail</h1>
      <p className="text-muted">
        If your address is invited, a link is on its way. It works once, for 10 minutes. Nothing there? Look
        in the spam folder, or ask an owner of your account to invite you.
      </p>
      <Link href={paths.signIn()} className="font-medium text-accent underline underline-offset-2">
        Use another address
      </Link>
    </>
  )
}
