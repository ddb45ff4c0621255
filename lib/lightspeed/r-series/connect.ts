import type { Gateway } from '../types'
import type { Line } from './call'
import { feedReads } from './feed'
import { reads } from './reads'
import { refundCalls } from './refunds'
import { transferCalls } from './transfers'
import { writes } from './writes'

/** Lightspeed Retail R-Series behind our interface; tokens, pace and clock are handed in. */
export function createRSeriesGateway(options: Line & { currency: string }): Gateway {
  const { currency, ...line } = options
  return {
    ...reads(line, currency),
    ...feedReads(line, currency),
    ...writes(line, currency),
    ...refundCalls(line, currency),
    ...transferCalls(line),
  }
}
