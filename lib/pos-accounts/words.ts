import { unreachable } from '@/lib/result'
import type { BeginRefusal } from './connecting/begin'
import { AUTHORIZE_MS, CODE_LIFE_MS } from './connecting/connection'
import type { DisconnectRefusal } from './disconnect'
import type { ConnectionState, PosAccountState } from './tables'

/** Sentences about Lightspeed accounts, for their page and the banner: what is, and what to do. */
export interface Words {
  label: string
  tone: 'plain' | 'good' | 'warn' | 'bad'
  text: string
}

export function accountWords(state: PosAccountState): Words {
  switch (state) {
    case 'connected':
      return { label: 'Connected', tone: 'good', text: 'Stock is read here, and sales are made here.' }
    case 'reconnect':
      return {
        label: 'Reconnect',
        tone: 'bad',
        text: 'Lightspeed no longer accepts our access. Orders wait and go on by themselves once it is connected again.',
      }
    case 'disconnected':
      return {
        label: 'Disconnected',
        tone: 'plain',
        text: 'Nothing is read or sold here; its stores take no orders. Connect it again to go on.',
      }
  }
  return unreachable(state)
}

export interface ConnectionSeen {
  state: ConnectionState
  because: string | null
  createdAt: Date
  codeReceivedAt: Date | null
}

/** What became of a try to connect; null: the person is still at Lightspeed. `over`: nothing more will happen. */
export function connectionWords(seen: ConnectionSeen, now: Date): (Words & { over: boolean }) | null {
  const again = 'Nothing was changed. Press Connect to try again.'
  const no = (label: string, fallback: string): Words & { over: boolean } => ({
    label,
    tone: 'bad',
    text: `${seen.because ?? fallback} ${again}`,
    over: true,
  })
  switch (seen.state) {
    case 'asked':
      return now.getTime() - seen.createdAt.getTime() > AUTHORIZE_MS
        ? no('Given up', 'Nobody came back from Lightspeed.')
        : null
    case 'code-received':
      if (now.getTime() - (seen.codeReceivedAt ?? seen.createdAt).getTime() > CODE_LIFE_MS)
        return no('Too late', LATE)
      return {
        label: 'Connecting',
        tone: 'plain',
        text: 'Lightspeed’s permission is being used.',
        over: false,
      }
    case 'reading':
      return { label: 'Connecting', tone: 'plain', text: 'Shops and registers are being read.', over: false }
    case 'connected':
      return {
        label: 'Connected',
        tone: 'good',
        text: 'The account is connected. Orders that waited for it go on.',
        over: true,
      }
    case 'cancelled':
      return no('Not allowed', 'Access was not allowed at Lightspeed.')
    case 'expired':
      return no('Too late', LATE)
    case 'refused':
      return no('Refused', 'Lightspeed refused the connection.')
    case 'other-merchant':
      return no('Connected elsewhere', 'This Lightspeed account is connected to another business here.')
  }
  return unreachable(seen.state)
}

const LATE =
  'Lightspeed’s permission lives for one minute, and it was over before it was used: the worker may have been down.'

/** Why somebody landed on the page without a connection of their own to look at. */
export const cameBackWords = {
  unknown:
    'What came back from Lightspeed did not belong to a connection that you began here, was used before or came too late. Nothing was changed. Press Connect to begin again.',
  'signed-out':
    'You were signed out when Lightspeed led back here, so the permission was not used. Press Connect to begin again.',
} as const

export type CameBackWord = keyof typeof cameBackWords

export function beginRefusalSentence(refusal: BeginRefusal): string {
  switch (refusal.kind) {
    case 'not-permitted':
      return refusal.because
    case 'no-client':
      return 'This deployment has no Lightspeed client. Whoever runs it sets LIGHTSPEED_CLIENT_ID and LIGHTSPEED_CLIENT_SECRET.'
    case 'too-many':
      return 'You began many connections within minutes and ended none. Wait a quarter of an hour, then try again.'
  }
  return unreachable(refusal)
}

export function disconnectRefusalSentence(refusal: DisconnectRefusal): string {
  switch (refusal.kind) {
    case 'not-permitted':
      return refusal.because
    case 'unknown-account':
      return 'There is no such account any more. Reload the page.'
    case 'already':
      return `${refusal.name} is disconnected already.`
  }
  return unreachable(refusal)
}
