/** Whole seconds with an offset, as every instant of the API. */
export const stamp = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}+00:00`
