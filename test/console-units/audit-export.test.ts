import fc from 'fast-check';
import { csvCell, csvLine } from '../../console/src/download/csv.ts';
import { EventExport } from '../../console/src/pages/audit-log/event-export.ts';
import { eventFormats } from '../../console/src/pages/audit-log/event-lines.ts';
import { anyCharacter } from '../support/any-character.ts';

const event = (name: string, sequence: number) => ({
  eventId: `event-${sequence}`,
  sequence,
  previousHash: '0',
  hash: 'f',
  at: '2027-01-01T00:00:00.000Z',
  action: 'api_key.renamed' as const,
  actor: { userId: 'ada@example.com', via: 'jwt' as const },
  target: { type: 'api_key' as const, id: 'id', name },
  changes: { name: { from: 'a', to: name } },
  sourceIp: null,
  requestId: '@request',
});

/** The cells of a line, as RFC 4180 has them. */
function cellsOf(line: string): string[] {
  return [...line.matchAll(/"((?:[^"]|"")*)"(?:,|\r\n)/gs)].map(([, cell = '']) =>
    cell.replaceAll('""', '"'),
  );
}

describe('a cell', () => {
  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1', '\u200E=1', '\u202E=1'])(
    '%j is no formula',
    (text) => {
      expect(csvCell(text)).toBe(`"'${text}"`);
    },
  );

  test.each(['', 'Shop', '1=1', 'a@example.com', '<img src=x onerror=alert(1)>', 'مفتاح', '2027-01-01'])(
    '%j stays as it is',
    (text) => {
      expect(csvCell(text)).toBe(`"${text}"`);
    },
  );

  test('never ends before its end, whatever is in it', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: anyCharacter }), { minLength: 1 }), (texts) => {
        const read = cellsOf(csvLine(texts));
        expect(read.map((cell, at) => (cell === texts[at] ? cell : cell.slice(1)))).toEqual(texts);
      }),
    );
  });
});

test('a line of CSV has a cell for each column, and names that are formulas as texts', () => {
  const [, header = ''] = eventFormats.csv.beginning.split('\uFEFF');
  const cells = cellsOf(eventFormats.csv.line(event('=1+1', 1)));
  const row = Object.fromEntries(cellsOf(header).map((name, at) => [name, cells[at]]));
  expect(row).toMatchObject({ 'target.name': "'=1+1", requestId: "'@request", sourceIp: '', sequence: '1' });
  expect(cells).toHaveLength(cellsOf(header).length);
});

test('a line of JSON Lines is the event as the API gave it', () => {
  const given = event('a\n"b"\u2028', 1);
  const line = eventFormats.jsonLines.line(given);
  expect(line.match(/\n/g)).toHaveLength(1);
  expect(JSON.parse(line)).toEqual(given);
});

describe('an export of several pages', () => {
  const pages = [[event('a', 4), event('b', 3)], [], [event('c', 2)], [event('d', 1)]];
  const everything = pages.flat().map(eventFormats.jsonLines.line).join('');

  /** A list of which some pages cannot be read the first time. */
  function listFailingAt(failing: Set<number>) {
    const asked: object[] = [];
    const list = (query: { readonly cursor?: string }) => ({
      async *pages() {
        asked.push(query);
        for (let at = Number(query.cursor ?? 0); at < pages.length; at += 1) {
          if (failing.delete(at)) throw new Error('no answer');
          yield {
            items: pages[at]!,
            cursor: at + 1 < pages.length ? String(at + 1) : null,
            headers: new Headers(),
          };
        }
      },
    });
    return { asked, list: list as never };
  }

  test('has all of them, and goes on where it failed', async () => {
    const { list, asked } = listFailingAt(new Set([2]));
    const counts: number[] = [];
    const made = new EventExport(list, { actor: 'ada@example.com' }, eventFormats.jsonLines);
    const run = () => made.run(new AbortController().signal, (count) => counts.push(count));
    await expect(run()).rejects.toThrow('no answer');
    expect(await (await run()).text()).toBe(everything);
    expect(counts).toEqual([2, 2, 3, 4]);
    expect(asked).toEqual([
      { actor: 'ada@example.com', limit: 100 },
      { actor: 'ada@example.com', limit: 100, cursor: '2' },
    ]);
  });

  test('stops where it is told to, and goes on there', async () => {
    const { list } = listFailingAt(new Set());
    const controller = new AbortController();
    const made = new EventExport(list, {}, eventFormats.jsonLines);
    await expect(made.run(controller.signal, () => controller.abort())).rejects.toThrow(/abort/i);
    expect(made.count).toBe(2);
    expect(await (await made.run(new AbortController().signal, () => {})).text()).toBe(everything);
  });
});
