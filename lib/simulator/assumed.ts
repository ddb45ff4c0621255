/**
 * What nobody outside Lightspeed has written down: every switch and text here is *assumed*. A test that depends on
 * one of them names it.
 */
export const assumed = {
  /** Whether Sale can be filtered by referenceNumberSource; referenceNumber can, as integrators do it. */
  filterByReferenceSource: true,
  /** A second PUT with completed:true on a completed sale answers the sale as it is and changes nothing. */
  secondCompletionIsHarmless: true,
  /** A sale may be booked on a closed register. */
  saleOnClosedRegister: true,
  texts: {
    unbalanced: 'Sale cannot be completed: the balance must be zero.',
    archivedItem: 'SaleLine not created. The item is archived.',
    unknownShop: 'Sale not created. Shop, register and employee must exist.',
    archiveCompleted: 'A completed sale cannot be archived.',
    changeCompleted: 'A completed sale cannot be changed.',
    rateLimited: 'Rate limit exceeded.',
    burstLimited: 'Burst rate limit exceeded.',
  },
}
