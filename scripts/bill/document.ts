import { replaceBlock } from './markdown.ts';
import { usageTable } from '../usage-load/table.ts';
import {
  billTable,
  dayBillTable,
  daySettingsTable,
  limitTable,
  priceTable,
  settingsTable,
  webhookTable,
} from './tables.ts';

const blocks = {
  limits: limitTable,
  settings: settingsTable,
  usage: usageTable,
  bill: billTable,
  webhooks: webhookTable,
  day: daySettingsTable,
  'day bill': dayBillTable,
  prices: priceTable,
};

/** docs/scale.md with its tables computed anew. */
export function renew(text: string): string {
  return Object.entries(blocks).reduce(
    (document, [name, table]) => replaceBlock(document, name, table()),
    text,
  );
}
