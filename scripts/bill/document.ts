import { replaceBlock } from './markdown.ts';
import { usageTable } from '../usage-load/table.ts';
import { billTable, limitTable, priceTable, settingsTable } from './tables.ts';

const blocks = {
  limits: limitTable,
  settings: settingsTable,
  usage: usageTable,
  bill: billTable,
  prices: priceTable,
};

/** docs/scale.md with its tables computed anew. */
export function renew(text: string): string {
  return Object.entries(blocks).reduce(
    (document, [name, table]) => replaceBlock(document, name, table()),
    text,
  );
}
