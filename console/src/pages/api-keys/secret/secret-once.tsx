import type { MintedKey } from '@latchkey/client';
import { ShownOnce } from '../../../secret-once/shown-once.tsx';
import { useServices } from '../../../start/services.ts';
import { texts } from '../../../texts/texts.ts';
import { commandLine, curlLine, environmentFile, pythonLines, typescriptLines } from './ready-lines.ts';

interface SecretOnceProps {
  readonly minted: MintedKey;
  readonly close: () => void;
}

/** The secret of a key, shown this once, with calls that are made with it. */
export function SecretOnce({ minted: { name, key }, close }: SecretOnceProps) {
  const { secret: words } = texts.apiKey;
  const { apiUrl } = useServices().configuration;
  const shown = {
    name,
    secret: key,
    file: environmentFile(name, key),
    lines: [
      { label: words.curl, text: curlLine(apiUrl) },
      { label: words.commandLine, text: commandLine(apiUrl) },
      { label: words.typescript, text: typescriptLines(apiUrl) },
      { label: words.python, text: pythonLines(apiUrl) },
    ],
    words,
  };
  return <ShownOnce shown={shown} close={close} />;
}
