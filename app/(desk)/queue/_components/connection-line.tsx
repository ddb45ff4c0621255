import { WarnIcon } from '@/app/_components/icons'

/** Says that what is shown may be old, instead of pretending that all is well. */
export function ConnectionLine({ error }: { error: Error | null }) {
  if (!error) return null
  return (
    <p role="alert" className="mb-3 flex items-center gap-2 rounded-md bg-warn-wash px-3 py-2 text-warn">
      <WarnIcon />
      What you see may be out of date:{' '}
      {error.name === 'RequestError' ? error.message : 'no connection. Trying again…'}
    </p>
  )
}
