/** Choices of a select, with one for a chosen id that Lightspeed no longer offers, so that nothing is chosen silently. */
export function optionsWith(
  offered: readonly { id: string; name: string }[],
  chosen: string | undefined,
): { value: string; label: string; disabled?: boolean }[] {
  const options = offered.map(({ id, name }) => ({ value: id, label: name }))
  if (chosen === undefined || offered.some(({ id }) => id === chosen)) return options
  return [{ value: chosen, label: 'Gone from Lightspeed: choose another', disabled: true }, ...options]
}
