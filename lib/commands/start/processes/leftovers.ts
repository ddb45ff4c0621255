import { setTimeout as pause } from 'node:timers/promises'
import { commandOf, isAlive, readNotes } from '../../running'
import { signalGroup } from './child'

/** Command lines our programs run under; Next renames its own processes. */
const OURS =
  /lib\/(worker|simulator|mail-catcher)\/main\.ts|drizzle\/seed\/[\w-]+\.ts|next-server|next-build|next\/dist\/bin\/next/
const PATIENCE_MS = 10_000

/**
 * Ends what a start that was killed could not end itself: its children live on and hold the ports. Only processes it
 * noted, and only while their command line is still one of ours. Answers how many there were.
 */
export async function endLeftovers(data: string): Promise<number> {
  const noted = Object.values(readNotes(data)?.children ?? {})
  const ours = noted.filter((pid) => isAlive(pid) && OURS.test(commandOf(pid) ?? ''))
  for (const pid of ours) signalGroup(pid, 'SIGTERM')
  const until = Date.now() + PATIENCE_MS
  while (ours.some(isAlive) && Date.now() < until) await pause(100)
  for (const pid of ours.filter(isAlive)) signalGroup(pid, 'SIGKILL')
  return ours.length
}
