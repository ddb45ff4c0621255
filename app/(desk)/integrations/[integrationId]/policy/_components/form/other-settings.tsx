import { CheckField } from '@/app/_components/controls/choice'
import { SelectField } from '@/app/_components/controls/field'
import { Section } from '@/app/_components/section'
import type { PolicyBody } from '@/lib/routing/types'
import type { PolicyDesk } from '../use-policy-editor'

const CLOSED: { value: PolicyBody['closedRegister']; label: string }[] = [
  { value: 'send', label: 'Send the sale all the same' },
  { value: 'open', label: 'Open the register for it' },
  { value: 'wait', label: 'Leave the store out until it opens' },
]

export function OtherSettings({ desk }: { desk: PolicyDesk }) {
  const { form, change } = desk
  return (
    <Section title="Besides">
      <div className="grid gap-4 px-4 pb-4 sm:grid-cols-2">
        <CheckField
          label="Promise stock to older held orders"
          hint="Units that orders in the queue wait for are not given to newer ones."
          checked={form.promiseToHeldOrders}
          onChange={(promiseToHeldOrders) => change({ promiseToHeldOrders })}
        />
        <CheckField
          label="Push held orders once there is stock"
          hint="Those that wait for stock alone, as soon as the policy can fill them. Else they are marked ready."
          checked={form.pushReady}
          onChange={(pushReady) => change({ pushReady })}
        />
        <SelectField
          label="When a store’s register is closed"
          value={form.closedRegister}
          options={CLOSED}
          onChoose={(value) => {
            const chosen = CLOSED.find((each) => each.value === value)
            if (chosen) change({ closedRegister: chosen.value })
          }}
        />
        <CheckField
          label="Pause this channel"
          hint="Every order is held until you end the pause."
          checked={form.paused}
          onChange={(paused) => change({ paused })}
        />
      </div>
    </Section>
  )
}
