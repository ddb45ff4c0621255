import { z } from 'zod'
import { readHealthScreen } from '@/app/(desk)/health/health-screen'
import { endpoint } from '@/app/_lib/endpoint'

/** The live poll of the page of health: of the asking person's merchant alone. */
export const GET = endpoint('see-queue', z.object({}), ({ viewer, now }) => readHealthScreen(viewer, now))
