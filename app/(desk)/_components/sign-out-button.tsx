'use client'

import { signOut } from 'next-auth/react'
import { DoorIcon } from '@/app/_components/icons'
import { paths } from '@/app/_lib/paths'

/** Ends the session on the server, so that its cookie is worth nothing any more. */
export function SignOutButton({ person }: { person: string }) {
  return (
    <button
      type="button"
      onClick={() => void signOut({ callbackUrl: paths.signIn() })}
      aria-label="Sign out"
      title={`Sign out ${person}`}
      className="inline-flex h-8 items-center gap-1.5 rounded-md px-2 hover:bg-sunken"
    >
      <DoorIcon />
      <span className="hidden lg:inline">Sign out</span>
    </button>
  )
}
