import type { ReactNode } from 'react'

/** Line drawings on a 16 px grid. Always beside words, so hidden from readers. */
function Icon({ children }: { children: ReactNode }) {
  return (
    <svg
      viewBox="0 0 16 16"
      width="16"
      height="16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      className="shrink-0"
    >
      {children}
    </svg>
  )
}

export const CheckIcon = () => (
  <Icon>
    <path d="m3 8.5 3.2 3.2L13 4.8" />
  </Icon>
)
export const PartIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="5.2" />
    <path d="M8 2.8a5.2 5.2 0 0 1 0 10.4Z" fill="currentColor" />
  </Icon>
)
export const CrossIcon = () => (
  <Icon>
    <path d="m4 4 8 8M12 4l-8 8" />
  </Icon>
)
export const ArrowIcon = () => (
  <Icon>
    <path d="M3 8h10M9.2 4.2 13 8l-3.8 3.8" />
  </Icon>
)
export const BackIcon = () => (
  <Icon>
    <path d="M13 8H3m3.8 3.8L3 8l3.8-3.8" />
  </Icon>
)
export const RefreshIcon = () => (
  <Icon>
    <path d="M13 8a5 5 0 1 1-1.5-3.6L13 6M13 2.8V6H9.8" />
  </Icon>
)
export const SearchIcon = () => (
  <Icon>
    <circle cx="7" cy="7" r="4.2" />
    <path d="m10.2 10.2 3 3" />
  </Icon>
)
export const WarnIcon = () => (
  <Icon>
    <path d="M8 2.4 14.4 13.4H1.6Z" />
    <path d="M8 6.6v3M8 11.6v.1" />
  </Icon>
)
export const UndoIcon = () => (
  <Icon>
    <path d="M3 6.5h6.2a3.5 3.5 0 0 1 0 7H6M5.6 3.6 2.8 6.5l2.8 2.9" />
  </Icon>
)
export const OutIcon = () => (
  <Icon>
    <path d="M6.5 3.5h6v6M12.3 3.7 4.5 11.5" />
  </Icon>
)
export const DoorIcon = () => (
  <Icon>
    <path d="M9 3H4v10h5M7.5 8h6M11 5.4 13.6 8 11 10.6" />
  </Icon>
)
export const ThemeIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="5.4" />
    <path d="M8 2.6a5.4 5.4 0 0 0 0 10.8Z" fill="currentColor" stroke="none" />
  </Icon>
)
export const GripIcon = () => (
  <Icon>
    <path d="M6 3.6v.1M10 3.6v.1M6 8v.1M10 8v.1M6 12.4v.1M10 12.4v.1" strokeWidth="2.2" />
  </Icon>
)
export const UpIcon = () => (
  <Icon>
    <path d="M8 13V3M4.2 6.8 8 3l3.8 3.8" />
  </Icon>
)
export const DownIcon = () => (
  <Icon>
    <path d="M8 3v10M4.2 9.2 8 13l3.8-3.8" />
  </Icon>
)
export const SnoozeIcon = () => (
  <Icon>
    <circle cx="8" cy="8.6" r="5" />
    <path d="M8 5.8v3l2 1.2M2.6 4.2 4.8 2.4M13.4 4.2l-2.2-1.8" />
  </Icon>
)
export const EyeIcon = () => (
  <Icon>
    <path d="M1.6 8S4 3.8 8 3.8 14.4 8 14.4 8 12 12.2 8 12.2 1.6 8 1.6 8Z" />
    <circle cx="8" cy="8" r="1.8" />
  </Icon>
)
export const KeyboardIcon = () => (
  <Icon>
    <rect x="1.5" y="4" width="13" height="8" rx="1.5" />
    <path d="M4.2 6.8v.1M7 6.8v.1M9.8 6.8v.1M12 6.8v.1M5 9.4h6" />
  </Icon>
)
