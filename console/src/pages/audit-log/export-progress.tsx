import Button from '@cloudscape-design/components/button';
import Flashbar, { type FlashbarProps } from '@cloudscape-design/components/flashbar';
import LiveRegion from '@cloudscape-design/components/live-region';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { Failure } from '../../states/failure.tsx';
import { formatNumber } from '../../texts/formats.ts';
import { texts } from '../../texts/texts.ts';
import type { ExportState } from './use-event-export.ts';

interface ExportProgressProps {
  readonly state: ExportState;
  readonly stop: () => void;
  readonly goOn: () => void;
  readonly discard: () => void;
}

/** How far an export has come, and what can be done about it. */
export function ExportProgress({ state, stop, goOn, discard }: ExportProgressProps) {
  const { exports: words } = texts.audit;
  const count = formatNumber(state.count);
  if (state.is === 'failed') {
    return (
      <SpaceBetween size="xs">
        <LiveRegion>{words.failed(count)}</LiveRegion>
        <Failure error={state.error} retry={goOn} />
      </SpaceBetween>
    );
  }
  const closable = { dismissible: true, dismissLabel: texts.frame.close, onDismiss: discard };
  const items: Record<Exclude<ExportState['is'], 'failed'>, FlashbarProps.MessageDefinition> = {
    running: {
      type: 'in-progress',
      loading: true,
      content: words.running(count),
      action: <Button onClick={stop}>{words.stop}</Button>,
    },
    stopped: {
      type: 'info',
      content: words.stopped(count),
      action: (
        <SpaceBetween direction="horizontal" size="xs">
          <Button onClick={goOn}>{words.goOn}</Button>
          <Button onClick={discard}>{words.discard}</Button>
        </SpaceBetween>
      ),
    },
    done: { type: 'success', content: words.done(count, state.is === 'done' ? state.file : ''), ...closable },
  };
  return <Flashbar items={[{ ...items[state.is], id: 'export', ariaRole: 'status' }]} />;
}
