'use client'

import { Button } from './_components/controls/button'
import { Notice } from './_components/notice'

/** A fault while a page was made: one neutral line with the id under which the server logged it. */
export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string }
  reset: () => void
}) {
  return (
    <Notice
      title="This page could not be shown"
      action={
        <Button tone="primary" onClick={reset}>
          Try again
        </Button>
      }
    >
      Nothing was changed. If it keeps happening, tell us the number {error.digest ?? 'unknown'}.
    </Notice>
  )
}
