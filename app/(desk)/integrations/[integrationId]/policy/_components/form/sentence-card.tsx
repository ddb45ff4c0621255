import { WarnIcon } from '@/app/_components/icons'
import { Section } from '@/app/_components/section'
import type { PolicyDesk } from '../use-policy-editor'

/** The policy as typed, in words; it changes with every setting. */
export function SentenceCard({ desk }: { desk: PolicyDesk }) {
  return (
    <Section title="What will happen">
      <output aria-label="What will happen" className="block px-4 pb-4">
        <span className="block">{desk.sentence}</span>
        {desk.warnings.map((warning) => (
          <span key={warning} className="mt-2 flex gap-1.5 font-medium text-warn">
            <span className="mt-0.5">
              <WarnIcon />
            </span>
            {warning}
          </span>
        ))}
      </output>
    </Section>
  )
}
