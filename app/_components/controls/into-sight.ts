/** For what is current in a row that scrolls on a phone: it must be in sight. */
export const intoSight = (element: HTMLElement | null) =>
  element?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
