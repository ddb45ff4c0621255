import { listMembers } from '@/lib/access/members'
import { whyNot, type Role } from '@/lib/access/roles'
import type { Viewer } from '@/lib/access/viewer'
import { readMerchant } from '@/lib/db/with-merchant'
import { listStores } from '@/lib/stores/store'

export interface TeamScreen {
  people: {
    userId: string
    name: string
    email: string
    role: Role
    storeIds: string[]
    /** Whoever looks. */
    self: boolean
    /** Why they can be neither removed nor given another role; null when they can. */
    stays: string | null
  }[]
  stores: { id: string; name: string }[]
  /** Why this person can change nothing here; null when they can. */
  whyNot: string | null
}

export const LAST_OWNER = 'A merchant needs an owner. Make somebody else an owner first.'

/** Everybody who works for the merchant, by name. */
export function readTeam(viewer: Viewer): Promise<TeamScreen> {
  return readMerchant(viewer.merchantId, async (scope) => {
    const members = await listMembers(scope)
    const owners = members.filter((member) => member.role === 'owner')
    return {
      people: members.map(({ userId, name, email, role, storeIds }) => ({
        userId,
        name,
        email,
        role,
        storeIds,
        self: userId === viewer.userId,
        stays: role === 'owner' && owners.length === 1 ? LAST_OWNER : null,
      })),
      stores: (await listStores(scope))
        .filter((store) => !store.archived)
        .map(({ id, name }) => ({ id, name })),
      whyNot: whyNot(viewer.role, 'manage-people'),
    }
  })
}
