import type { ApiKey } from '@latchkey/client';
import Container from '@cloudscape-design/components/container';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import { useState } from 'react';
import { useSettings } from '../../../api/deployment.ts';
import { useFollow } from '../../../frame/follow.ts';
import { formatNumber } from '../../../texts/formats.ts';
import { Ago, Moment } from '../../../texts/moment.tsx';
import { Named } from '../../../texts/named.tsx';
import { texts } from '../../../texts/texts.ts';
import { Prefix, Status } from '../cells.tsx';
import { Projects } from '../projects.tsx';
import { Expiry } from '../expiry.tsx';

/** All that the record of a key says. */
export function Details({ apiKey }: { readonly apiKey: ApiKey }) {
  const { page: words, form } = texts.apiKey;
  const { columns } = texts.keys;
  const follow = useFollow();
  const [nowMs] = useState(Date.now);
  const { data: settings } = useSettings();
  const calls = settings?.rateLimitTiers[apiKey.rateLimitTier];
  const tierText = calls == null ? form.unlimited : form.callsAMinute(formatNumber(calls));
  const tier = settings === undefined ? apiKey.rateLimitTier : form.tier(apiKey.rateLimitTier, tierText);
  const metadata = Object.entries(apiKey.metadata);
  return (
    <Container>
      <KeyValuePairs
        columns={3}
        items={[
          { label: columns.prefix, value: <Prefix {...apiKey} /> },
          { label: columns.status, value: <Status {...apiKey} /> },
          { label: columns.type, value: texts.keys.types[apiKey.type] },
          { label: columns.user, value: <Named>{apiKey.userId}</Named> },
          { label: columns.expires, value: <Expiry expiresAt={apiKey.expiresAt} nowMs={nowMs} /> },
          {
            label: columns.lastUsed,
            value: <Ago at={apiKey.lastUsedAt} nowMs={nowMs} otherwise={texts.keys.neverUsed} />,
          },
          { label: columns.projects, value: <Projects {...apiKey} /> },
          { label: words.rateLimit, value: tier },
          { label: words.allowedIps, value: apiKey.allowedIps?.join(', ') ?? words.anywhere },
          { label: columns.createdAt, value: <Moment at={apiKey.createdAt} /> },
          { label: columns.createdBy, value: <Named>{apiKey.createdBy}</Named> },
          ...(apiKey.createdVia === null
            ? []
            : [
                {
                  label: words.createdVia,
                  value: (
                    <Link href={`/api-keys/${apiKey.createdVia}`} onFollow={follow}>
                      {apiKey.createdVia}
                    </Link>
                  ),
                },
              ]),
          {
            label: columns.lastRotated,
            value: <Ago at={apiKey.lastRotatedAt} nowMs={nowMs} otherwise={texts.keys.never} />,
          },
          { label: words.updatedAt, value: <Moment at={apiKey.updatedAt} /> },
          {
            label: words.id,
            value: (
              <CopyToClipboard
                variant="inline"
                textToCopy={apiKey.id}
                copyButtonAriaLabel={words.copyId}
                copySuccessText={texts.states.copied}
                copyErrorText={texts.states.notCopied}
              />
            ),
          },
          {
            label: columns.description,
            value: apiKey.description === '' ? words.noDescription : <Named>{apiKey.description}</Named>,
          },
          {
            label: words.metadata,
            value:
              metadata.length === 0 ? (
                words.none
              ) : (
                <ul className="plain-list">
                  {metadata.map(([name, value]) => (
                    <li key={name}>
                      <Named>{name}</Named>: <Named>{value}</Named>
                    </li>
                  ))}
                </ul>
              ),
          },
        ]}
      />
    </Container>
  );
}
