import type { VirtualClock } from './clock'

/** A killed or paused worker's job goes to the next one once its heartbeat is late. */
export const HEARTBEAT_MS = 12_000
/** Between two acts of a worker. */
const BREATH_MS = 5

/** Where workers die and stand still, by the nth step of all that they did for one thing. */
export interface Stumbles {
  deaths: number[]
  pauses: { nth: number; ms: number }[]
}

/** What is counted of it. */
export interface Stumbler {
  script: Stumbles
  steps: number
  kills: number
  pauses: number
}

/** Passed before and after every act of a worker: it may die there, or stand still while `gone` gives its job away. */
export function stumbling(
  clock: VirtualClock,
  who: Stumbler,
  gone: () => void,
  note: (text: string) => void,
): () => Promise<void> {
  return async () => {
    const nth = who.steps
    who.steps += 1
    if (who.script.deaths.includes(nth)) {
      who.kills += 1
      note(`killed at step ${nth}`)
      clock.at(clock.nowMs + HEARTBEAT_MS, gone)
      return new Promise<void>(() => undefined)
    }
    const pause = who.script.pauses.find((one) => one.nth === nth)
    if (!pause) return clock.sleep(BREATH_MS)
    who.pauses += 1
    note(`stands still at step ${nth} for ${pause.ms} ms`)
    clock.at(clock.nowMs + HEARTBEAT_MS, gone)
    await clock.sleep(pause.ms)
  }
}
