'use client'

import { useNow } from './use-now'

/** "4 min", with the absolute local time on hover. The server, which has no local clock, leaves its room free. */
export function TimeAgo({ at, suffix = '' }: { at: string; suffix?: string }) {
  const now = useNow()
  const absolute = now === null ? undefined : localTime(at)
  return (
    <time dateTime={at} title={absolute} className="whitespace-nowrap">
      {now === null ? <Room /> : withSuffix(since(new Date(at).getTime(), now), suffix)}
    </time>
  )
}

/** The local clock time of an instant, with the day when it is not today. */
export function ClockTime({ at }: { at: string }) {
  const now = useNow()
  const date = new Date(at)
  const sameDay = now !== null && new Date(now).toDateString() === date.toDateString()
  return (
    <time dateTime={at} title={now === null ? undefined : localTime(at)} className="whitespace-nowrap">
      {now === null ? (
        <Room />
      ) : (
        date.toLocaleString(undefined, { ...(sameDay ? {} : { dateStyle: 'medium' }), timeStyle: 'short' })
      )}
    </time>
  )
}

/** As wide as most of what will stand here, so that nothing moves. */
const Room = () => <span className="invisible">00 min</span>

const withSuffix = (text: string, suffix: string): string =>
  suffix && text !== 'just now' ? `${text} ${suffix}` : text

const localTime = (at: string): string =>
  new Date(at).toLocaleString(undefined, { dateStyle: 'full', timeStyle: 'medium' })

/** Age in the largest unit that says enough. */
function since(atMs: number, nowMs: number): string {
  const minutes = Math.floor((nowMs - atMs) / 60_000)
  if (minutes < 1) return 'just now'
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return `${hours} h`
  return `${Math.floor(hours / 24)} days`
}
