import { useState } from 'react'
import { Button } from '@/app/_components/controls/button'
import { SelectField, TextField } from '@/app/_components/controls/field'
import { Section } from '@/app/_components/section'
import { goneProblem, optionsWith } from './options'
import type { SectionProps } from './sale-settings-form'

/** Which payment type of Lightspeed's a payment method of the channels is booked as. */
export function PaymentSection({ screen, desk }: SectionProps) {
  const { change } = desk
  const { paymentTypes } = desk.draft.settings
  const [added, setAdded] = useState<string[]>([])
  const [name, setName] = useState('')
  const methods = [...screen.methods, ...added.filter((one) => !screen.methods.includes(one))]
  const types = screen.choices?.paymentTypes ?? []
  const choose = (method: string, id: string) => {
    const { [method]: _, ...others } = paymentTypes
    change({ paymentTypes: id === '' ? others : { ...others, [method]: id } })
  }
  const add = () => {
    const method = name.trim()
    if (method === '' || method === '*') return
    setAdded((before) => (before.includes(method) ? before : [...before, method]))
    setName('')
  }
  return (
    <Section title="Payments">
      <div className="grid gap-4 px-4 pb-4">
        <p className="text-muted">
          A sale is paid in full when it is completed. The channel’s payment method decides as what; these are
          the methods your channels have named.
        </p>
        <ul className="grid gap-x-6 gap-y-3 sm:grid-cols-2 lg:grid-cols-3">
          {methods.map((method) => (
            <li key={method}>
              <SelectField
                label={method}
                value={paymentTypes[method] ?? ''}
                options={[
                  { value: '', label: 'Like all others' },
                  ...optionsWith(types, paymentTypes[method] ?? '').filter(({ value }) => value !== ''),
                ]}
                problem={
                  paymentTypes[method] === undefined
                    ? undefined
                    : goneProblem(types, paymentTypes[method], 'payment type')
                }
                onChoose={(id) => choose(method, id)}
              />
            </li>
          ))}
          <li>
            <SelectField
              label="All others"
              value={paymentTypes['*'] ?? ''}
              options={optionsWith(types, paymentTypes['*'] ?? '')}
              problem={goneProblem(types, paymentTypes['*'] ?? '', 'payment type')}
              onChoose={(id) => choose('*', id)}
            />
          </li>
        </ul>
        {screen.whyNot === null ? (
          <form
            className="flex flex-wrap items-end gap-2"
            onSubmit={(event) => {
              event.preventDefault()
              add()
            }}
          >
            <TextField
              label="Another method, as the channel writes it"
              placeholder="klarna"
              maxLength={100}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
            <Button type="submit" because={name.trim() === '' ? 'Type its name first.' : null}>
              Add
            </Button>
          </form>
        ) : null}
      </div>
    </Section>
  )
}
