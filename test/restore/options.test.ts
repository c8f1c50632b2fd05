import { parseOptions } from '../../scripts/restore/options.ts';
import { RestoreError } from '../../scripts/restore/restore-error.ts';

const copy = ['--credentials', 'C-copy', '--registry', 'R-copy'];

test('two names are enough', () => {
  expect(parseOptions(copy)).toEqual({
    copy: { credentials: 'C-copy', registry: 'R-copy' },
    live: {},
    stack: 'latchkey',
    eventsFile: null,
    logGroup: '/latchkey/audit',
    since: null,
    context: new Map(),
    isApplied: false,
  });
});

test('everything can be given', () => {
  const more = '--usage U-copy --stack ours --events log.jsonl --since 2027-06-15T12:00:00Z -c a=b=c --apply';
  expect(parseOptions([...copy, '--live-usage', 'U', ...more.split(' ')])).toMatchObject({
    copy: { usage: 'U-copy' },
    live: { usage: 'U' },
    logGroup: '/ours/audit',
    eventsFile: 'log.jsonl',
    since: Date.parse('2027-06-15T12:00:00Z'),
    context: new Map([['a', 'b=c']]),
    isApplied: true,
  });
});

test.each<[args: string, message: string]>([
  ['--aply', "Unknown option '--aply'"],
  ['table', 'Unexpected argument'],
  ['--since noon', '--since: give an ISO-8601 timestamp'],
  ['--events log.jsonl --log-group /a', 'not both'],
  ['--live-registry R-copy', 'One table is named twice'],
  ['-c retentionDays', 'Not a key=value pair: retentionDays'],
])('refuses %s', (args, message) => {
  const parse = () => parseOptions([...copy, ...args.split(' ')]);
  expect(parse).toThrow(RestoreError);
  expect(parse).toThrow(message);
});

test('asks for the copy, and tells how to', () => {
  expect(() => parseOptions([])).toThrow('npm run restore -- --credentials TABLE --registry TABLE');
});
