import type { OrderScreen } from '@/lib/orders/screens/screen-types'
import type { Act } from '../use-order-desk'
import type { Proposal } from './proposal'
import { PushDialog } from './push-dialog'
import { TransferFirstDialog } from './transfer-first-dialog'

/** What a person is about to do with an order, to be confirmed. */
export function ProposalDialog({
  proposal,
  ...rest
}: {
  order: OrderScreen
  proposal: Proposal
  act: Act
  onClose: () => void
}) {
  return proposal.kind === 'transfer-first' ? (
    <TransferFirstDialog proposal={proposal} {...rest} />
  ) : (
    <PushDialog proposal={proposal} {...rest} />
  )
}
