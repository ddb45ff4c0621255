import type { Metadata } from 'next'
import Link from 'next/link'
import { z } from 'zod'
import { Button } from '@/app/_components/controls/button'
import { paths } from '@/app/_lib/paths'

export const metadata: Metadata = { title: 'Sign in', referrer: 'no-referrer' }

const shape = z.object({
  token: z.string().min(1).max(200),
  email: z.email().max(254),
  callbackUrl: z.string().max(2_000).catch('').default(''),
})

/** Where the mailed link leads. Opening it changes nothing; only the button posts the token. */
export default async function ConfirmPage(props: { searchParams: Promise<Record<string, unknown>> }) {
  const link = shape.safeParse(await props.searchParams)
  if (!link.success)
    return (
      <>
        <h1 className="text-lg font-semibold">This link is not complete</h1>
        <p className="text-muted">Your mail program may have cut it. Copy all of it, or ask for a new one.</p>
        <Link href={paths.signIn()} className="font-medium text-accent underline underline-offset-2">
          Ask for a new link
        </Link>
      </>
    )
  return (
    <>
      <h1 className="text-lg font-semibold">One more step</h1>
      <p className="text-muted">Press the button to sign in on this device.</p>
      <form method="post" action={`/api/auth/callback/email?${new URLSearchParams(link.data)}`}>
        <Button type="submit" tone="primary" wide>
          Sign in as {masked(link.data.email)}
        </Button>
      </form>
    </>
  )
}

/** "maria@shop.example" → "m***@shop.example": enough to know oneself, too little for who looks over a shoulder. */
const masked = (email: string): string => email.replace(/^(.)[^@]*/, '$1***')
