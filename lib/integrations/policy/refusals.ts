/** Every way a change of a policy can be told no, with the facts its sentence needs. */
export type PolicyRefusal =
  | { kind: 'not-found' }
  | { kind: 'not-permitted'; because: string }
  | { kind: 'changed-meanwhile'; by: string; what: string }
  | { kind: 'foreign-store' }
  | { kind: 'no-draft' }
  | { kind: 'no-such-version'; version: number }

/** One sentence for the screen: what happened and what to do. */
export function policyRefusalSentence(refusal: PolicyRefusal): string {
  switch (refusal.kind) {
    case 'not-found':
      return 'This channel does not exist, or it belongs to another merchant.'
    case 'not-permitted':
      return refusal.because
    case 'changed-meanwhile':
      return `${refusal.by} ${refusal.what} meanwhile. Nothing of yours was saved: look at what is there now, then decide.`
    case 'foreign-store':
      return 'The policy names a store that does not exist. Reload the page and choose again.'
    case 'no-draft':
      return 'There is no draft any more. Reload the page to see the policy as it is.'
    case 'no-such-version':
      return `There is no version ${refusal.version} of this policy.`
  }
}

/** What an audit row says somebody did: "Ana Reyes saved a draft". */
export function policyChangeWords(change: { what: string; after: unknown }): string {
  switch (change.what) {
    case 'policy-draft-saved':
      return 'saved a draft'
    case 'policy-draft-discarded':
      return 'discarded the draft'
    case 'policy-made-live':
      return `made version ${versionOf(change.after)} live`
    default:
      return 'changed this channel'
  }
}

function versionOf(after: unknown): string {
  return typeof after === 'object' && after !== null && 'version' in after ? String(after.version) : ''
}
