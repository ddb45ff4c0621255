import { z } from 'zod'

/**
 * Scripted trouble, one request at a time. `before` kinds happen instead of the work, `after` kinds once its effect is
 * on the disk: the caller cannot tell them apart, which is the point.
 */
export const faultShape = z.object({
  kind: z.enum([
    'error-500-before',
    'error-500-after',
    'html-502-after',
    'answer-lost-after',
    'cut-body-after',
    'late-commit',
    'rate-limited',
    'unauthorized',
    'slow',
    'down',
  ]),
  match: z
    .object({
      method: z.string().optional(),
      pathIncludes: z.string().optional(),
      /** Compared with the reference number in the body or the query. */
      referenceIncludes: z.string().optional(),
    })
    .default({}),
  times: z.number().int().positive().default(1),
  ms: z.number().int().nonnegative().default(0),
})
export type Fault = z.infer<typeof faultShape>

export class Faults {
  private list: Fault[] = []

  add(fault: Fault): void {
    this.list.push({ ...fault })
  }

  clear(): void {
    this.list = []
  }

  get waiting(): Fault[] {
    return this.list
  }

  /** The first fault that fits this request, used up by one. */
  take(method: string, path: string, text: string): Fault | null {
    const fault = this.list.find(
      ({ match, times }) =>
        times > 0 &&
        (match.method === undefined || match.method === method) &&
        (match.pathIncludes === undefined || path.includes(match.pathIncludes)) &&
        (match.referenceIncludes === undefined || text.includes(match.referenceIncludes)),
    )
    if (!fault) return null
    fault.times -= 1
    this.list = this.list.filter((one) => one.times > 0)
    return fault
  }
}
