/** What each role may do. Pages, actions and tests read this one table. */
export const ROLES = ['owner', 'manager', 'viewer', 'store'] as const
export type Role = (typeof ROLES)[number]

export const RIGHTS = [
  'see-queue',
  'act-on-orders',
  'edit-policies',
  'edit-sale-settings',
  'connect-accounts',
  'manage-people',
  'see-own-stores',
] as const
export type Right = (typeof RIGHTS)[number]

const TABLE: Record<Role, Right[]> = {
  owner: [
    'see-queue',
    'act-on-orders',
    'edit-policies',
    'edit-sale-settings',
    'connect-accounts',
    'manage-people',
    'see-own-stores',
  ],
  manager: ['see-queue', 'act-on-orders', 'edit-policies', 'edit-sale-settings', 'see-own-stores'],
  viewer: ['see-queue', 'see-own-stores'],
  store: ['see-own-stores'],
}

export const may = (role: Role, right: Right): boolean => TABLE[role].includes(right)

/** One sentence for a disabled button or a refused action. */
export function whyNot(role: Role, right: Right): string | null {
  if (may(role, right)) return null
  if (right === 'manage-people' || right === 'connect-accounts') return 'Only an owner can do this.'
  return role === 'viewer'
    ? 'You can look, but not change anything. Ask an owner to make you a manager.'
    : 'You only see the parts of your own stores. Ask an owner to make you a manager.'
}
