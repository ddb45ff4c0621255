import Link from 'next/link'
import { WarnIcon } from '@/app/_components/icons'
import { TimeAgo } from '@/app/_components/time/time-ago'
import { paths } from '@/app/_lib/paths'
import type { ChannelRow } from '@/lib/integrations/policy/screen'
import { PolicyBadges } from './policy-badges'

const PLATFORMS: Record<ChannelRow['platform'], string> = {
  shopify: 'Shopify',
  'signed-json': 'Signed JSON',
}

/** Each channel as a box of its own; the whole box opens its policy. */
export function ChannelList({ channels }: { channels: ChannelRow[] }) {
  return (
    <ul className="grid gap-3" aria-label="Channels">
      {channels.map((channel) => (
        <li
          key={channel.id}
          className="card relative grid gap-x-6 gap-y-2 px-4 py-3 hover:bg-sunken md:grid-cols-[16rem_1fr]"
        >
          <div className="min-w-0">
            <h2 className="font-semibold">
              {/* The link covers the whole box. */}
              <Link
                href={paths.policy(channel.id)}
                className="after:absolute after:inset-0 after:rounded-[10px] focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-accent"
              >
                {channel.name}
              </Link>
            </h2>
            <p className="text-muted">
              {PLATFORMS[channel.platform]}
              {channel.enabled ? null : ', switched off'}
            </p>
          </div>
          <div className="min-w-0">
            <PolicyBadges
              liveVersion={channel.liveVersion}
              paused={channel.paused}
              draft={channel.draft !== null}
            />
            <p className="mt-1.5">{channel.sentence}</p>
            {channel.warnings.map((warning) => (
              <p key={warning} className="mt-1 flex gap-1.5 text-warn">
                <span className="mt-0.5">
                  <WarnIcon />
                </span>
                {warning}
              </p>
            ))}
            {channel.draft ? (
              <p className="mt-1 text-xs text-muted">
                {channel.draft.by} saved a draft <TimeAgo at={channel.draft.at} suffix="ago" />
              </p>
            ) : null}
          </div>
        </li>
      ))}
    </ul>
  )
}
