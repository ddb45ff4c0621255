import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { paths } from '@/app/_lib/paths'
import { findViewer } from '@/lib/access/sessions'
import { AskForm } from './_components/ask-form'

export const metadata: Metadata = { title: 'Sign in' }

const shape = z.object({
  callbackUrl: z.string().max(2_000).catch('').default(''),
  error: z.string().max(100).catch('').default(''),
})

/** next-auth's codes in words; any other one means that the link could not be used. */
const ERRORS: Record<string, string> = {
  AccessDenied: 'This address is no longer invited. Ask an owner of your account.',
  EmailSignin: 'The mail could not be sent. Check the address and try again.',
}
const USED_UP =
  'This link has expired or was used already. A link works once, for 10 minutes. Ask for a new one here.'

export default async function SignInPage(props: { searchParams: Promise<Record<string, unknown>> }) {
  const { callbackUrl, error } = shape.parse(await props.searchParams)
  if (await findViewer()) redirect(callbackUrl.startsWith('/queue') ? callbackUrl : paths.queue())
  return (
    <>
      <div className="flex flex-col gap-1">
        <h1 className="text-lg font-semibold">{error ? 'Ask for a new link' : 'Sign in'}</h1>
        <p className="text-muted">We mail you a link. There is no password.</p>
      </div>
      {error ? (
        <p role="alert" className="rounded-md bg-warn-wash px-3 py-2 text-warn">
          {ERRORS[error] ?? USED_UP}
        </p>
      ) : null}
      <AskForm callbackUrl={callbackUrl || paths.queue()} />
    </>
  )
}
