import { Body, Button, Container, Head, Heading, Html, Preview } from '@react-email/components'

export const ink = '#1c2430'
export const faint = '#5b6675'
export const line = '#d9dee5'
const font = "Inter, 'Helvetica Neue', Helvetica, Arial, sans-serif"
/** Where a mail program reads it: narrow tables on narrow screens, nothing cut off at the side. */
const PHONE = `
@media (max-width: 520px) {
  .frame { padding: 16px !important; border-radius: 0 !important }
  .far { display: none !important }
  .held th, .held td { padding: 6px 4px !important; overflow-wrap: break-word }
  .held th { font-size: 11px !important }
}`

/** What every mail stands in. */
export function Frame({ preview, children }: { preview: string; children: React.ReactNode }) {
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

/** The one thing to press. */
export function MainButton({ href, children }: { href: string; children: string }) {
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

/** What a mail is about, in its first line. */
export const Title = ({ children }: { children: string }) => (
  <Heading as="h1" style={{ fontSize: '20px', color: ink, margin: '0 0 12px' }}>
    {children}
  </Heading>
)
