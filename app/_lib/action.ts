import type { z } from 'zod'
import { may, whyNot, type Right } from '@/lib/access/roles'
import { findViewer, type Viewer } from '@/lib/access/sessions'
import { neutralLine } from './faults'

export type Answer<T extends object = object> =
  ({ ok: true; message: string } & T) | { ok: false; message: string }

/**
 * The only way to write a server action: who is asking, may they, is the input what it should be, then `work`.
 * Whatever the browser sends is unknown until `shape` has read it.
 */
export function action<S extends z.ZodType, T extends object>(
  right: Right,
  shape: S,
  work: (call: { viewer: Viewer; input: z.output<S>; now: Date }) => Promise<Answer<T>>,
): (input: unknown) => Promise<Answer<T>> {
  return async (input) => {
    try {
      const viewer = await findViewer()
      if (!viewer) return { ok: false, message: 'You are signed out. Sign in again, then repeat this.' }
      if (!may(viewer.role, right))
        return { ok: false, message: whyNot(viewer.role, right) ?? 'Not allowed.' }
      const parsed = shape.safeParse(input)
      if (!parsed.success)
        return { ok: false, message: 'This form is not filled in as it should be. Reload the page.' }
      return await work({ viewer, input: parsed.data, now: new Date() })
    } catch (fault) {
      return { ok: false, message: neutralLine(fault, 'action') }
    }
  }
}
