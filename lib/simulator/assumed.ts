/**
 * What nobody outside Lightspeed has written down: every switch, default and text in this file is *assumed*. A test
 * that depends on one of them names it; `PUT /_sim/settings` and a world's `settings` change them.
 */
export const CHOICES = {
  /** Selling what is not there: accounts since 2019 go below zero, older ones add what is missing first. */
  oversell: ['negative', 'auto-add'],
  /** Rate limits: the leaky bucket with costs and a burst limit since March 2026, or reads 1 and writes 10 before. */
  regime: ['2026', '2017'],
  /** A second PUT with completed:true: nothing happens, a clear no, or its payments are added a second time. */
  secondCompletion: ['unchanged', 'refused', 'pays-again'],
  closedRegister: ['accepted', 'refused'],
  otherShopsRegister: ['refused', 'accepted'],
  lockedEmployee: ['refused', 'accepted'],
  archivedItem: ['refused', 'accepted'],
  /** More paid than due by anything but cash, on completion: unbalanced, or kept with a negative balance. */
  nonCashOverpayment: ['refused', 'kept'],
  fractionalQuantity: ['accepted', 'refused'],
  /** Prices that include tax: the tax is taken out of them, or the flag changes nothing. */
  taxInclusive: ['inside', 'ignored'],
  /** When the sending shop's stock leaves. The documentation contradicts itself. */
  transferStock: ['send', 'receive'],
  /** `~`: a LIKE with % as wildcard, or "starts with"; the documentation says both. */
  like: ['wildcard', 'starts-with'],
  /** A list without rows: no key at all, or the key with empty text. */
  emptyList: ['absent', 'empty-text'],
  /** referenceNumber can be filtered by, as integrators do; of its source nobody says. */
  referenceSourceFilter: ['works', 'ignored'],
  /** The access token that a refresh replaces: dead at once, or when the new one is first used. */
  oldAccessToken: ['dies-at-refresh', 'dies-at-first-use'],
  /** The 401 body: the OAuth one of today, or the one of 2017. */
  unauthorizedBody: ['oauth', 'basic'],
} as const

/** Numbers that a test may set. */
export const NUMBERS = {
  /** How many of the account's seconds pass in one real second. */
  clockSpeed: 1,
  /** Life of an access token; the documentation shows 3600 and 1800. */
  tokenSeconds: 3600,
  /** How long a new sale stays out of lists after its commit. */
  readLagMs: 0,
  /** Longer reference numbers are cut to this; 0: never. */
  referenceLength: 0,
  /** Bucket, drip a second and burst; 0: as the regime and the registers say. */
  bucketSize: 0,
  drip: 0,
  burst: 0,
}

type Choices = { [K in keyof typeof CHOICES]: (typeof CHOICES)[K][number] }
export type Settings = Choices & typeof NUMBERS & { rateLimit: boolean }

export const DEFAULTS: Settings = {
  ...NUMBERS,
  rateLimit: true,
  oversell: 'negative',
  regime: '2026',
  secondCompletion: 'unchanged',
  closedRegister: 'accepted',
  otherShopsRegister: 'refused',
  lockedEmployee: 'refused',
  archivedItem: 'refused',
  nonCashOverpayment: 'refused',
  fractionalQuantity: 'accepted',
  taxInclusive: 'inside',
  transferStock: 'send',
  like: 'wildcard',
  emptyList: 'absent',
  referenceSourceFilter: 'works',
  oldAccessToken: 'dies-at-refresh',
  unauthorizedBody: 'oauth',
}

/** Most refreshes of one refresh token a minute (documented); what happens past it is not. */
export const REFRESHES_A_MINUTE = 5

/** The words of refusals that no document and no recorded answer gives. */
export const TEXTS = {
  unbalanced: 'Sale cannot be completed: the balance must be zero.',
  archivedItem: 'SaleLine not created. The item is archived.',
  unknownPlace: 'Sale not created. Shop, register and employee must exist.',
  closedRegister: 'Sale not created. The register is closed.',
  lockedEmployee: 'Sale not created. The employee is locked.',
  archiveCompleted: 'A completed sale cannot be archived.',
  changeCompleted: 'A completed sale cannot be changed.',
  changeArchived: 'An archived sale cannot be changed.',
  shipToNeedsCustomer: 'ShipTo not created. A ShipTo needs a customer.',
  refundOpen: 'Only a completed sale can be refunded.',
  refundTooMuch: 'Sale not refunded. More would be refunded than was sold.',
  fractional: 'SaleLine not created. unitQuantity must be a whole number.',
  futureCompletion: 'completeTime cannot be in the future.',
  rateLimited: 'Rate limit exceeded.',
  burstLimited: 'Burst rate limit exceeded.',
  tooManyRefreshes: 'Too many refreshes of one token.',
  serverError: 'Something went wrong.',
  transferArchived: 'Transfer not sent. It is archived.',
  transferClosed: 'Transfer not changed. Only an open transfer can be changed.',
  malformed: 'The payload is no JSON object.',
  countAlone: 'count may not be combined with limit, after, before or sort.',
  tooManyValues: 'IN takes at most 100 values.',
}
