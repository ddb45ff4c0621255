import { Section, Text } from '@react-email/components'
import type { InvitedMessage, PushingOffMessage, SignInMessage } from '../messages'
import { faint, Frame, ink, MainButton, Title } from './frame'

export function SignInMail(mail: SignInMessage) {
  return (
    <Frame preview={`Your sign-in link, good for ${mail.expiresMinutes} minutes`}>
      <Title>Sign in to Order Queue</Title>
      <Text style={{ color: ink, fontSize: '15px' }}>
        Somebody, most likely you, asked to sign in to the order queue of {mail.merchantName}.
      </Text>
      <Section style={{ margin: '16px 0' }}>
        <MainButton href={mail.confirmUrl}>Go to sign-in</MainButton>
      </Section>
      <Text style={{ color: faint, fontSize: '12px' }}>
        The link works once and for {mail.expiresMinutes} minutes. If it was not you, ignore this mail.
      </Text>
    </Frame>
  )
}

export function signInText(mail: SignInMessage): string {
  return [
    `Somebody, most likely you, asked to sign in to the order queue of ${mail.merchantName}.`,
    '',
    mail.confirmUrl,
    '',
    `The link works once and for ${mail.expiresMinutes} minutes. If it was not you, ignore this mail.`,
  ].join('\n')
}

export const offTitle = (mail: PushingOffMessage): string =>
  `Nothing is pushed to ${mail.accountName} of ${mail.merchantName} for now`

export function PushingOffMail(mail: PushingOffMessage) {
  return (
    <Frame preview={mail.because}>
      <Title>{offTitle(mail)}</Title>
      <Text style={{ color: ink, fontSize: '15px' }}>{mail.because}</Text>
      <Section style={{ margin: '16px 0' }}>
        <MainButton href={mail.checksUrl}>See how far it is</MainButton>
      </Section>
    </Frame>
  )
}

export const invitedTitle = (mail: InvitedMessage): string =>
  `${mail.invitedBy} invites you to the order queue of ${mail.merchantName}`

const invitedHow = (mail: InvitedMessage): string =>
  `Sign in with this address, ${mail.email}: you are sent a link each time, there is no password.`

export function InvitedMail(mail: InvitedMessage) {
  return (
    <Frame preview={mail.may}>
      <Title>{invitedTitle(mail)}</Title>
      <Text style={{ color: ink, fontSize: '15px' }}>{mail.may}</Text>
      <Text style={{ color: ink, fontSize: '15px' }}>{invitedHow(mail)}</Text>
      <Section style={{ margin: '16px 0' }}>
        <MainButton href={mail.signInUrl}>Go to sign-in</MainButton>
      </Section>
    </Frame>
  )
}

export const invitedText = (mail: InvitedMessage): string =>
  [invitedTitle(mail), '', mail.may, invitedHow(mail), '', mail.signInUrl].join('\n')
