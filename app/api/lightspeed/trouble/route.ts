import { z } from 'zod'
import { endpoint } from '@/app/_lib/endpoint'
import { readAccountTrouble } from '@/lib/stores/accounts-screen'

/** What the desk's banner asks: which accounts wait for somebody to connect them again. */
export const GET = endpoint('see-queue', z.object({}), ({ viewer }) => readAccountTrouble(viewer))
