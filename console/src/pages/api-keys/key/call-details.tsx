import type { UsageEntry } from '@latchkey/client';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import { formatMoment, formatNumber, formatUtc } from '../../../texts/formats.ts';
import { Named } from '../../../texts/named.tsx';
import { texts } from '../../../texts/texts.ts';

/** All that is recorded of one call. */
export function CallDetails({ entry }: { readonly entry: UsageEntry }) {
  const { usage: words } = texts.apiKey;
  const { needed } = entry;
  const plain = (text: string | null | undefined) => (text ? <Named>{text}</Named> : words.unknown);
  const optional = (label: string, text: string | null | undefined) =>
    text ? [{ label, value: <Named>{text}</Named> }] : [];
  const neededText =
    needed &&
    [...needed.scopes, needed.project, needed.module, needed.environment, needed.action]
      .filter((each) => each !== undefined)
      .join(', ');
  return (
    <KeyValuePairs
      columns={3}
      items={[
        { label: words.at, value: `${formatMoment(entry.at)} (${formatUtc(entry.at)})` },
        { label: words.outcome, value: `${words.outcomes[entry.outcome]}, ${entry.code}` },
        { label: words.method, value: plain(entry.method) },
        { label: words.path, value: plain(entry.path) },
        { label: words.status, value: plain(entry.status?.toString()) },
        { label: words.latency, value: words.milliseconds(formatNumber(entry.latencyMs)) },
        { label: words.address, value: plain(entry.sourceIp) },
        { label: words.agent, value: plain(entry.userAgent) },
        ...optional(words.api, entry.api),
        ...optional(words.route, entry.route),
        ...optional(words.needed, neededText),
        ...optional(words.repeated, entry.repeated === undefined ? null : formatNumber(entry.repeated)),
        ...optional(words.prefix, entry.keyPrefix),
        {
          label: words.requestId,
          value: (
            <CopyToClipboard
              variant="inline"
              textToCopy={entry.requestId}
              copyButtonAriaLabel={texts.states.copyRequestId}
              copySuccessText={texts.states.copied}
              copyErrorText={texts.states.notCopied}
            />
          ),
        },
      ]}
    />
  );
}
