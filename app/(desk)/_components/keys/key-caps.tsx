import { SHORTCUTS, type ShortcutId } from './shortcuts'

/** The keys of a shortcut, as they stand on a keyboard. */
export function KeyCaps({ id }: { id: ShortcutId }) {
  const keys = SHORTCUTS[id].keys
  return (
    <span className="inline-flex items-center gap-1 text-xs whitespace-nowrap text-muted">
      {keys.map((key, at) => (
        <span key={key} className="inline-flex items-center gap-1">
          {at > 0 ? 'then' : null}
          <kbd className="rounded border border-line-strong bg-surface px-1.5 py-0.5 font-sans font-medium text-ink">
            {key}
          </kbd>
        </span>
      ))}
    </span>
  )
}
