'use client'

import { signIn } from 'next-auth/react'
import { useRouter } from 'next/navigation'
import { useActionState } from 'react'
import { Button } from '@/app/_components/controls/button'
import { TextField } from '@/app/_components/controls/field'

/** Asks for the mail. The answer is the same for every address, so it tells nobody who is invited. */
export function AskForm({ callbackUrl }: { callbackUrl: string }) {
  const router = useRouter()
  const [problem, ask, busy] = useActionState(async (_: string | null, form: FormData) => {
    const answer = await signIn('email', { email: form.get('email'), callbackUrl, redirect: false })
    if (!answer || answer.error) return 'The mail could not be sent. Check the address and try again.'
    router.push('/sign-in/check-mail')
    return null
  }, null)
  return (
    <form action={ask} className="flex flex-col gap-3">
      <TextField label="Email" name="email" type="email" autoComplete="email" required maxLength={254} />
      {problem ? (
        <p role="alert" className="text-bad">
          {problem}
        </p>
      ) : null}
      <Button type="submit" tone="primary" busy={busy} wide>
        {busy ? 'Sending…' : 'Send me a link'}
      </Button>
    </form>
  )
}
