import Link from 'next/link'
import { useId, type ComponentProps, type ReactNode } from 'react'
import { cx } from '../class-names'

export type ButtonTone = 'primary' | 'plain' | 'quiet' | 'danger'

const TONES: Record<ButtonTone, string> = {
  primary: 'bg-accent text-on-accent border-accent hover:bg-accent-hover',
  plain: 'bg-surface text-ink border-line-strong hover:bg-sunken',
  quiet: 'bg-transparent text-ink border-transparent hover:bg-sunken',
  danger: 'bg-surface text-bad border-bad hover:bg-bad-wash',
}
const SHAPE =
  'inline-flex min-h-8 items-center justify-center gap-1.5 whitespace-nowrap rounded-md border px-3 py-1 font-medium transition-colors'
const OFF =
  'aria-disabled:cursor-not-allowed aria-disabled:border-line aria-disabled:bg-sunken aria-disabled:text-muted'

interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled'> {
  tone?: ButtonTone
  small?: boolean
  /** Why it cannot be pressed. It stays in place, reachable by keyboard, and says so. */
  because?: string | null
  /** Under way: cannot be pressed again. */
  busy?: boolean
  /** Shows the reason as text beneath, not only as a tooltip. */
  showReason?: boolean
  /** As wide as what it stands in. */
  wide?: boolean
  /** The key that does the same, told on hover and to readers. */
  keyHint?: string
}

export function Button({
  tone = 'plain',
  small,
  because,
  busy,
  showReason,
  wide,
  keyHint,
  className,
  ...rest
}: ButtonProps) {
  const reasonId = useId()
  const off = Boolean(because) || Boolean(busy)
  return (
    <span className={cx('inline-flex', wide && 'w-full', showReason && 'flex-col items-start gap-1')}>
      <button
        type="button"
        {...rest}
        aria-disabled={off || undefined}
        aria-busy={busy || undefined}
        aria-describedby={because ? reasonId : rest['aria-describedby']}
        title={because ?? rest.title ?? (keyHint ? `Key ${keyHint}` : undefined)}
        aria-keyshortcuts={keyHint}
        onClick={off ? (event) => event.preventDefault() : rest.onClick}
        className={cx(
          SHAPE,
          TONES[tone],
          OFF,
          small && 'min-h-7 px-2 text-[0.8125rem]',
          wide && 'w-full',
          className,
        )}
      />
      {because ? (
        <span
          id={reasonId}
          className={showReason ? 'max-w-64 text-xs whitespace-normal text-muted' : 'sr-only'}
        >
          {because}
        </span>
      ) : null}
    </span>
  )
}

export function LinkButton(props: {
  href: string
  tone?: ButtonTone
  small?: boolean
  children: ReactNode
  className?: string
}) {
  return (
    <Link
      href={props.href}
      className={cx(
        SHAPE,
        TONES[props.tone ?? 'plain'],
        props.small && 'min-h-7 px-2 text-[0.8125rem]',
        props.className,
      )}
    >
      {props.children}
    </Link>
  )
}
