import { paths } from '@/app/_lib/paths'

/** The desk's pages, as the navigation and the palette list them. */
export const PAGES = [
  { href: paths.queue(), label: 'Queue' },
  { href: paths.transfers(), label: 'Transfers' },
  { href: paths.integrations(), label: 'Integrations' },
  { href: paths.lightspeed(), label: 'Lightspeed' },
  { href: paths.health(), label: 'Health' },
  { href: paths.team(), label: 'Team' },
]
