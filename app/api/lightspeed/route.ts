import { z } from 'zod'
import { endpoint } from '@/app/_lib/endpoint'
import { readAccounts } from '@/lib/stores/accounts-screen'

/** The live poll of the page of Lightspeed accounts; the page reads the same query. */
export const GET = endpoint('see-queue', z.object({}), ({ viewer, now }) => readAccounts(viewer, now))
