import { Heading, Section, Text } from '@react-email/components'
import type { HeldMessage } from '../messages'
import { faint, Frame, ink, line, MainButton } from './frame'

const cell = { padding: '6px 8px', borderBottom: `1px solid ${line}`, fontSize: '14px', color: ink }
const head = { ...cell, color: faint, fontSize: '12px', textAlign: 'left' as const }
const number = { ...cell, textAlign: 'right' as const, fontVariantNumeric: 'tabular-nums' }

export const heldTitle = ({ partlyPushed, orderNumber }: HeldMessage): string =>
  partlyPushed ? `The rest of order ${orderNumber} is held` : `Order ${orderNumber} is held`

const heldPromise = ({ partlyPushed }: HeldMessage): string =>
  partlyPushed
    ? 'Some of it is sold in Lightspeed already: for the rest no sale is made and no stock is taken until somebody pushes it.'
    : 'Nothing is in Lightspeed yet: no sale is made and no stock is taken until somebody pushes this order.'

/** Why the order is held, which lines are short, and what the stores have. */
export function HeldMail(mail: HeldMessage) {
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

/** The same for programs that show no HTML. */
export function heldText(mail: HeldMessage): string {
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
