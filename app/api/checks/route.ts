import { z } from 'zod'
import { endpoint } from '@/app/_lib/endpoint'
import { readChecks } from '@/lib/orders/verify/checks-screen'

/** What the page of checks and the desk's banner ask. */
export const GET = endpoint('see-queue', z.object({}), ({ viewer }) => readChecks(viewer, new Date()))
