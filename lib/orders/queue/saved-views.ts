import { and, asc, eq, or } from 'drizzle-orm'
import { whyNot } from '@/lib/access/roles'
import type { Viewer } from '@/lib/access/viewer'
import { withMerchant, type MerchantTx } from '@/lib/db/with-merchant'
import { ok, refuse, type Result } from '@/lib/result'
import { savedViews } from './tables'
import type { QueueView } from './view'

/** More than anybody finds their way in. */
const MOST_VIEWS = 50

/** A view somebody kept, as the queue lists it. */
export interface SavedView {
  id: string
  name: string
  shared: boolean
  own: boolean
  view: QueueView
}

export type ViewRefusal = { kind: 'not-permitted' | 'name-taken' | 'too-many' | 'not-found'; because: string }

/** A person's own views and those that others share, by name. */
export async function listViews({ tx, merchantId }: MerchantTx, viewer: Viewer): Promise<SavedView[]> {
  const rows = await tx
    .select()
    .from(savedViews)
    .where(
      and(
        eq(savedViews.merchantId, merchantId),
        or(eq(savedViews.ownerId, viewer.userId), eq(savedViews.shared, true)),
      ),
    )
    .orderBy(asc(savedViews.name), asc(savedViews.id))
  return rows.map(({ id, name, shared, ownerId, view }) => ({
    id,
    name,
    shared,
    own: ownerId === viewer.userId,
    view,
  }))
}

/** Keeps a view under a name, which is new among the person's own; sharing it takes the right to act. */
export function saveView(
  viewer: Viewer,
  input: { name: string; shared: boolean; view: QueueView },
  now: Date,
): Promise<Result<{ message: string }, ViewRefusal>> {
  const noShare = input.shared ? whyNot(viewer.role, 'act-on-orders') : null
  if (noShare !== null) return Promise.resolve(refuse({ kind: 'not-permitted', because: noShare }))
  return withMerchant(viewer.merchantId, async (scope) => {
    const own = (await listViews(scope, viewer)).filter((view) => view.own)
    if (own.length >= MOST_VIEWS)
      return refuse({ kind: 'too-many', because: 'You keep 50 views. Delete one first.' })
    const [saved] = await scope.tx
      .insert(savedViews)
      .values({ merchantId: scope.merchantId, ownerId: viewer.userId, createdAt: now, ...input })
      .onConflictDoNothing()
      .returning({ id: savedViews.id })
    if (!saved)
      return refuse({
        kind: 'name-taken',
        because: `You keep a view called “${input.name}” already. Choose another name.`,
      })
    return ok({ message: `View “${input.name}” is saved${input.shared ? ' for everybody' : ''}.` })
  })
}

/** Forgets a view of the person's own. */
export function deleteView(
  viewer: Viewer,
  viewId: string,
): Promise<Result<{ message: string }, ViewRefusal>> {
  return withMerchant(viewer.merchantId, async ({ tx, merchantId }) => {
    const [gone] = await tx
      .delete(savedViews)
      .where(
        and(
          eq(savedViews.merchantId, merchantId),
          eq(savedViews.id, viewId),
          eq(savedViews.ownerId, viewer.userId),
        ),
      )
      .returning({ name: savedViews.name })
    return gone
      ? ok({ message: `View “${gone.name}” is deleted.` })
      : refuse({ kind: 'not-found', because: 'This view is gone already, or it is somebody else’s.' })
  })
}
