/** The product's name with its sign, lines that leave for a store; where room is scarce the sign stands alone. */
export function Wordmark({ nameFrom }: { nameFrom?: 'sm' }) {
  return (
    <span className="inline-flex items-center gap-2 font-semibold tracking-tight">
      <svg viewBox="0 0 32 32" width="22" height="22" aria-hidden="true" fill="none" strokeLinecap="round">
        <rect width="32" height="32" rx="8" fill="var(--accent)" />
        <path d="M7 10h9M7 16h6M7 22h9" stroke="var(--on-accent)" strokeWidth="2.8" />
        <path
          d="M18 16h7m0 0-3.4-3.4M25 16l-3.4 3.4"
          stroke="var(--on-accent)"
          strokeWidth="2.8"
          strokeLinejoin="round"
        />
      </svg>
      <span className={nameFrom ? 'hidden sm:inline' : undefined}>Order Queue</span>
    </span>
  )
}
