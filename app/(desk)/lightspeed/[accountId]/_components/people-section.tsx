import { SelectField } from '@/app/_components/controls/field'
import { Section } from '@/app/_components/section'
import { goneProblem, optionsWith } from './options'
import type { SectionProps } from './sale-settings-form'

/** Whom sales are booked under, and at which register of each store. */
export function PeopleSection({ screen, desk }: SectionProps) {
  const { draft, change, chooseRegister } = desk
  const employees = (screen.choices?.employees ?? []).map((one) => ({
    id: one.id,
    name: one.shopId === '0' ? one.name : `${one.name} (one store only)`,
  }))
  return (
    <Section title="Employee and registers">
      <div className="grid gap-4 px-4 pb-4">
        <div className="max-w-sm">
          <SelectField
            label="Sales are booked under"
            value={draft.settings.employeeId}
            options={optionsWith(employees, draft.settings.employeeId)}
            problem={goneProblem(employees, draft.settings.employeeId, 'employee')}
            onChoose={(employeeId) => change({ employeeId })}
          />
        </div>
        <div>
          <h3 className="mb-2 border-t border-line pt-3 font-semibold">Register of each store</h3>
          <ul className="grid gap-x-6 gap-y-3 sm:grid-cols-2 lg:grid-cols-3">
            {screen.stores.map((store) => {
              const usable = store.registers.filter((one) => !one.archived)
              const chosen = draft.registers[store.id] ?? ''
              return (
                <li key={store.id}>
                  {usable.length === 0 ? (
                    <p>
                      <span className="block font-medium">{store.name}</span>
                      <span className="text-bad">
                        No register. Make one in Lightspeed; orders pass this store over until then.
                      </span>
                    </p>
                  ) : (
                    <SelectField
                      label={store.name}
                      value={chosen}
                      options={optionsWith(
                        usable.map((one) => ({
                          id: one.id,
                          name: one.open ? one.name : `${one.name} (closed)`,
                        })),
                        chosen,
                      )}
                      problem={goneProblem(usable, chosen, 'register')}
                      onChoose={(registerId) => chooseRegister(store.id, registerId)}
                    />
                  )}
                </li>
              )
            })}
          </ul>
        </div>
      </div>
    </Section>
  )
}
