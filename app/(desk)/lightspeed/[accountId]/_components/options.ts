/** Choices of a select, with one for a chosen id that Lightspeed no longer offers, so that nothing is chosen silently. */
export function optionsWith(
  offered: readonly { id: string; name: string }[],
  chosen: string,
): { value: string; label: string; disabled?: boolean }[] {
  const options = offered.map(({ id, name }) => ({ value: id, label: name }))
  if (isOffered(offered, chosen)) return options
  return [
    {
      value: chosen,
      label: chosen === '' ? 'Choose one' : 'Not usable in Lightspeed any more',
      disabled: true,
    },
    ...options,
  ]
}

/** Told beneath a choice that Lightspeed no longer offers; undefined: all is well. */
export const goneProblem = (
  offered: readonly { id: string }[],
  chosen: string,
  what: string,
): string | undefined =>
  isOffered(offered, chosen) ? undefined : `Lightspeed refuses sales until another ${what} is chosen.`

const isOffered = (offered: readonly { id: string }[], chosen: string) =>
  offered.some(({ id }) => id === chosen)
