import type { OrderScreen } from '@/lib/orders/screens/screen-types'
import { Section } from '@/app/_components/section'

export function CustomerCard({ order }: { order: OrderScreen }) {
  const { name, email, phone } = order.customer
  return (
    <Section title="Customer">
      <div className="grid gap-3 px-4 pb-3">
        <div>
          <p className="font-medium">{name || 'No name'}</p>
          {email ? <p className="break-all text-muted">{email}</p> : null}
          {phone ? <p className="text-muted">{phone}</p> : null}
        </div>
        <div>
          <h3 className="text-xs font-medium text-muted">Ship to</h3>
          {order.shipTo.length > 0 ? (
            <address className="not-italic">
              {order.shipTo.map((line) => (
                <span key={line} className="block">
                  {line}
                </span>
              ))}
            </address>
          ) : (
            <p>No address</p>
          )}
        </div>
      </div>
    </Section>
  )
}
