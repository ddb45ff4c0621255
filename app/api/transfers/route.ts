import { readTransfersShape } from '@/app/(desk)/transfers/search-params'
import { endpoint } from '@/app/_lib/endpoint'
import { readTransfers } from '@/lib/transfers/screen'

/** The live poll of the page of transfers; the page reads the same query. */
export const GET = endpoint('see-queue', readTransfersShape, ({ viewer, input }) =>
  readTransfers(viewer, input),
)
