/** Where a key means something: everywhere on the desk, in the queue's list, or on an order's page. */
type Where = 'everywhere' | 'queue' | 'order'

/**
 * Every key of the desk. The list of keys, the palette, the buttons' hints and the listener all read this one table.
 * `keys`: one key, or two pressed one after the other.
 */
export const SHORTCUTS = {
  palette: { keys: ['Ctrl K'], label: 'Find an order or do something', where: ['everywhere'] },
  help: { keys: ['?'], label: 'Show all keys', where: ['everywhere'] },
  'go-queue': { keys: ['G', 'Q'], label: 'Go to the queue', where: ['everywhere'] },
  'go-transfers': { keys: ['G', 'T'], label: 'Go to transfers', where: ['everywhere'] },
  'go-integrations': { keys: ['G', 'I'], label: 'Go to integrations', where: ['everywhere'] },
  next: { keys: ['J'], label: 'Next order', where: ['queue', 'order'] },
  previous: { keys: ['K'], label: 'Previous order', where: ['queue', 'order'] },
  open: { keys: ['Enter'], label: 'Open the order', where: ['queue'] },
  select: { keys: ['X'], label: 'Select the order', where: ['queue'] },
  search: { keys: ['/'], label: 'Search', where: ['queue'] },
  push: { keys: ['P'], label: 'Push what is suggested', where: ['queue', 'order'] },
  split: { keys: ['S'], label: 'Split by hand', where: ['order'] },
  void: { keys: ['V'], label: 'Void', where: ['queue', 'order'] },
  snooze: { keys: ['H'], label: 'Snooze', where: ['queue', 'order'] },
  comment: { keys: ['C'], label: 'Comment', where: ['order'] },
  assign: { keys: ['A'], label: 'Assign', where: ['queue', 'order'] },
} as const satisfies Record<string, { keys: readonly string[]; label: string; where: readonly Where[] }>

export type ShortcutId = keyof typeof SHORTCUTS

export const SHORTCUT_IDS = Object.keys(SHORTCUTS) as ShortcutId[]

/** "G then Q" */
export const keysInWords = (id: ShortcutId): string => SHORTCUTS[id].keys.join(' then ')

/** What a first key of two must be, and how long it counts. */
export const LEADERS = new Set(
  SHORTCUT_IDS.flatMap((id) => (SHORTCUTS[id].keys.length > 1 ? [SHORTCUTS[id].keys[0]] : [])),
)
export const LEADER_MS = 1_500

interface Press {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  shiftKey: boolean
}

/**
 * Which shortcut a press means after the one before it, and whether it only begins one of two keys. Letters count in
 * either case; with Ctrl, ⌘ or Alt a key means nothing here but the palette, so that the browser's own keys stay.
 */
export function meaningOf(press: Press, leader: string | null): ShortcutId | 'leads' | null {
  const key = press.key.length === 1 ? press.key.toUpperCase() : press.key
  if (press.altKey) return null
  if (press.ctrlKey || press.metaKey) return key === 'K' && !press.shiftKey ? 'palette' : null
  const wanted = leader === null ? [key] : [leader, key]
  const found = SHORTCUT_IDS.find((id) => SHORTCUTS[id].keys.join(' ') === wanted.join(' '))
  if (found) return found
  return leader === null && LEADERS.has(key as 'G') ? 'leads' : null
}
