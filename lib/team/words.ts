import type { Role } from '@/lib/access/roles'

/** What a role is called, and what somebody in it may do. */
export const ROLE_WORDS: Record<Role, { title: string; may: string }> = {
  owner: { title: 'Owner', may: 'Everything, people and connections included.' },
  manager: { title: 'Manager', may: 'Works the queue; sets stores, policies and how sales are written.' },
  viewer: { title: 'Viewer', may: 'Sees everything and changes nothing.' },
  store: { title: 'Store', may: 'Sees only the parts and transfers of their own stores.' },
}
