import { Body, Button, Container, Head, Heading, Html, Preview, Section, Text } from '@react-email/components'
import { render } from '@react-email/render'
import { unreachable } from '@/lib/result'
import type { HeldMessage, Message, PushingOffMessage, SignInMessage } from './messages'

export interface RenderedMail {
  subject: string
  html: string
  text: string
}

const ink = '#1c2430'
const faint = '#5b6675'
const line = '#d9dee5'
const font = "Inter, 'Helvetica Neue', Helvetica, Arial, sans-serif"
const cell = { padding: '6px 8px', borderBottom: `1px solid ${line}`, fontSize: '14px', color: ink }
const head = { ...cell, color: faint, fontSize: '12px', textAlign: 'left' as const }
const number = { ...cell, textAlign: 'right' as const, fontVariantNumeric: 'tabular-nums' }

/** Turns a message into what is sent: subject, HTML and plain text. */
export async function renderMail(message: Message): Promise<RenderedMail> {
  switch (message.kind) {
    case 'order-held': {
      const subject = `${heldTitle(message)}: ${message.reasons[0] ?? 'please look'}`
      return {
        subject: oneLine(subject),
        html: await render(<HeldMail {...message} />),
        text: heldText(message),
      }
    }
    case 'sign-in': {
      const subject = `Sign in to Order Queue of ${message.merchantName}`
      return {
        subject: oneLine(subject),
        html: await render(<SignInMail {...message} />),
        text: signInText(message),
      }
    }
    case 'pushing-off': {
      return {
        subject: oneLine(offTitle(message)),
        html: await render(<PushingOffMail {...message} />),
        text: [offTitle(message), '', message.because, '', `How far it is: ${message.checksUrl}`].join('\n'),
      }
    }
    default:
      return unreachable(message)
  }
}

const heldTitle = ({ partlyPushed, orderNumber }: HeldMessage): string =>
  partlyPushed ? `The rest of order ${orderNumber} is held` : `Order ${orderNumber} is held`

const heldPromise = ({ partlyPushed }: HeldMessage): string =>
  partlyPushed
    ? 'Some of it is sold in Lightspeed already: for the rest no sale is made and no stock is taken until somebody pushes it.'
    : 'Nothing is in Lightspeed yet: no sale is made and no stock is taken until somebody pushes this order.'

/** Names come from shop customers: no control character may reach a header, and long ones are cut. */
function oneLine(subject: string): string {
  return subject
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 160)
}

/** Where a mail program reads it: narrow tables on narrow screens, nothing cut off at the side. */
const PHONE = `
@media (max-width: 520px) {
  .frame { padding: 16px !important; border-radius: 0 !important }
  .far { display: none !important }
  .held th, .held td { padding: 6px 4px !important; overflow-wrap: break-word }
  .held th { font-size: 11px !important }
}`

function Frame({ preview, children }: { preview: string; children: React.ReactNode }) {
  return (
    <Html lang="en">
      <Head>
        <style>{PHONE}</style>
      </Head>
      <Preview>{preview}</Preview>
      <Body style={{ backgroundColor: '#f3f5f8', fontFamily: font, margin: 0, padding: '16px 0' }}>
        <Container
          className="frame"
          style={{ backgroundColor: '#ffffff', borderRadius: '8px', padding: '24px', maxWidth: '640px' }}
        >
          {children}
        </Container>
      </Body>
    </Html>
  )
}

function MainButton({ href, children }: { href: string; children: string }) {
  return (
    <Button
      href={href}
      style={{
        backgroundColor: '#0d5c63',
        color: '#ffffff',
        borderRadius: '6px',
        padding: '12px 20px',
        fontSize: '15px',
        fontWeight: 600,
      }}
    >
      {children}
    </Button>
  )
}

function HeldMail(mail: HeldMessage) {
  return (
    <Frame preview={mail.reasons.join(' ')}>
      <Heading as="h1" style={{ fontSize: '20px', color: ink, margin: '0 0 4px' }}>
        {heldTitle(mail)}
      </Heading>
      <Text style={{ color: faint, fontSize: '14px', margin: '0 0 16px' }}>
        {mail.channelName} · {mail.customer} · {mail.total} · placed {mail.placedAt}
      </Text>
      {mail.reasons.map((reason) => (
        <Text key={reason} style={{ color: ink, fontSize: '15px', margin: '0 0 8px' }}>
          {reason}
        </Text>
      ))}
      <HeldTable {...mail} />
      {mail.suggestion ? (
        <Text style={{ color: ink, fontSize: '15px' }}>
          <strong>Suggestion:</strong> {mail.suggestion}
        </Text>
      ) : null}
      <Section style={{ margin: '20px 0 8px' }}>
        <MainButton href={mail.orderUrl}>Open the order</MainButton>
      </Section>
      <Text style={{ color: faint, fontSize: '12px' }}>
        {heldPromise(mail)} Opening the link changes nothing. Stock as read {mail.stockReadAt}.
      </Text>
    </Frame>
  )
}

function HeldTable(mail: HeldMessage) {
  return (
    <table
      className="held"
      width="100%"
      cellPadding={0}
      cellSpacing={0}
      style={{ borderCollapse: 'collapse', margin: '12px 0' }}
    >
      <thead>
        <tr>
          <th style={head}>Line</th>
          <th style={{ ...head, textAlign: 'right' }}>Wanted</th>
          {mail.stores.map((store, at) => (
            <th key={store.name} className={columnClass(at)} style={{ ...head, textAlign: 'right' }}>
              {store.name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {mail.lines.map((row, index) => (
          <tr key={`${row.sku}-${index}`}>
            <td style={cell}>
              {row.title}
              <br />
              <span style={{ color: faint, fontSize: '12px' }}>
                {row.sku}
                {row.unitsShort > 0 ? ` · short ${row.unitsShort}` : ''}
              </span>
            </td>
            <td style={number}>{row.quantity}</td>
            {mail.stores.map((store, at) => (
              <td key={store.name} className={columnClass(at)} style={number}>
                {availableText(store.available[index] ?? null, row.quantity)}
              </td>
            ))}
          </tr>
        ))}
        <tr>
          <td style={head} colSpan={2}>
            Lines covered
          </td>
          {mail.stores.map((store, at) => (
            <td
              key={store.name}
              className={columnClass(at)}
              style={{ ...number, fontSize: '12px', color: faint }}
            >
              {store.covers}
            </td>
          ))}
        </tr>
      </tbody>
    </table>
  )
}

/** A phone has room for so many stores beside the lines. The first are the ones that the suggestion names. */
const STORES_ON_A_PHONE = 3
const columnClass = (at: number) => (at < STORES_ON_A_PHONE ? 'near' : 'far')

/** "3 ✓" when it is enough, the bare figure when not, a dash where nobody counts. */
function availableText(available: number | null, wanted: number): string {
  if (available === null) return '–'
  return available >= wanted ? `${available} ✓` : String(available)
}

function SignInMail(mail: SignInMessage) {
  return (
    <Frame preview={`Your sign-in link, good for ${mail.expiresMinutes} minutes`}>
      <Heading as="h1" style={{ fontSize: '20px', color: ink, margin: '0 0 12px' }}>
        Sign in to Order Queue
      </Heading>
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

const offTitle = (mail: PushingOffMessage): string =>
  `Nothing is pushed to ${mail.accountName} of ${mail.merchantName} for now`

function PushingOffMail(mail: PushingOffMessage) {
  return (
    <Frame preview={mail.because}>
      <Heading as="h1" style={{ fontSize: '20px', color: ink, margin: '0 0 12px' }}>
        {offTitle(mail)}
      </Heading>
      <Text style={{ color: ink, fontSize: '15px' }}>{mail.because}</Text>
      <Section style={{ margin: '16px 0' }}>
        <MainButton href={mail.checksUrl}>See how far it is</MainButton>
      </Section>
    </Frame>
  )
}

function heldText(mail: HeldMessage): string {
  const total = mail.lines.length
  const rows = mail.lines.map((row, index) => {
    const stock = mail.stores.map(
      (s) => `${s.name} ${availableText(s.available[index] ?? null, row.quantity)}`,
    )
    const short = row.unitsShort > 0 ? `, short ${row.unitsShort}` : ''
    return `- ${row.quantity} x ${row.title} (${row.sku}${short}): ${stock.join(', ')}`
  })
  return [
    heldTitle(mail),
    `${mail.channelName} · ${mail.customer} · ${mail.total} · placed ${mail.placedAt}`,
    '',
    ...mail.reasons,
    '',
    ...rows,
    '',
    ...mail.stores.map((store) => `${store.name}: covers ${store.covers} ${total === 1 ? 'line' : 'lines'}`),
    ...(mail.suggestion ? ['', `Suggestion: ${mail.suggestion}`] : []),
    '',
    `Open the order: ${mail.orderUrl}`,
    '',
    heldPromise(mail),
    `Stock as read ${mail.stockReadAt}.`,
  ].join('\n')
}

function signInText(mail: SignInMessage): string {
  return [
    `Somebody, most likely you, asked to sign in to the order queue of ${mail.merchantName}.`,
    '',
    mail.confirmUrl,
    '',
    `The link works once and for ${mail.expiresMinutes} minutes. If it was not you, ignore this mail.`,
  ].join('\n')
}
