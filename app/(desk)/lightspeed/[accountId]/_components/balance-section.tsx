import { CheckField } from '@/app/_components/controls/choice'
import { SelectField } from '@/app/_components/controls/field'
import { Section } from '@/app/_components/section'
import { formatMoney } from '@/lib/money'
import type { SectionProps } from './sale-settings-form'

const MOST = [0, 1, 2, 3, 4, 5]

/** How far a total may be balanced before the order is held instead. */
export function BalanceSection({ screen, desk }: SectionProps) {
  const { change } = desk
  const { settings } = desk.draft
  return (
    <Section title="Totals that do not agree">
      <div className="grid gap-4 px-4 pb-4">
        <p className="text-muted">
          Channels round tax per line, Lightspeed once per sale, so a total may differ by a little. A sale is
          only sent when it equals the order; what cannot be balanced is held.
        </p>
        <div className="max-w-sm">
          <SelectField
            label="A line named Rounding may be as much as"
            value={String(settings.roundingPerLineMinor)}
            options={MOST.map((minor) => ({
              value: String(minor),
              label:
                minor === 0
                  ? 'No such line'
                  : `${formatMoney({ minor, currency: screen.currency })} for each line of the sale`,
            }))}
            onChoose={(minor) => change({ roundingPerLineMinor: Number(minor) })}
          />
        </div>
        <CheckField
          label="Make a tax category in Lightspeed when none has the order’s rate"
          hint="It is named after its rate and used again. Left out, such an order is held."
          checked={settings.makeTaxCategories}
          onChange={(makeTaxCategories) => change({ makeTaxCategories })}
        />
        <CheckField
          label="Use Lightspeed’s tax categories whose prices include the tax"
          hint="Lightspeed does not document how it sums them. Leave them out if such sales come out wrong."
          checked={settings.useInclusiveCategories}
          onChange={(useInclusiveCategories) => change({ useInclusiveCategories })}
        />
      </div>
    </Section>
  )
}
