import { UnexpectedAnswerError } from './errors.ts';
import type { CallOptions } from './options.ts';
import type { Answer } from './read-answer.ts';

/** How to read on from an address, as far as `Link` leads. */
export interface Steps {
  readonly first: URL;
  readonly read: (url: URL, options: CallOptions) => Promise<Answer>;
  readonly options: CallOptions;
  /** After so many it is taken for endless. */
  readonly maxSteps: number;
}

export interface Step {
  readonly answer: Answer;
  /** Where the next one is; null at the end. */
  readonly next: URL | null;
  /** An error about this answer, which `what` completes: it "is no list". */
  readonly unexpected: (what: string) => UnexpectedAnswerError;
}

/** @throws UnexpectedAnswerError for a `Link` that leads elsewhere, or on and on */
export async function* stepsFrom({
  first,
  read,
  options,
  maxSteps,
}: Steps): AsyncGenerator<Step, void, undefined> {
  const seen = new Set<string>();
  for (let url: URL | null = first; url !== null; ) {
    const answer: Answer = await read(url, options);
    const unexpected = (what: string) =>
      new UnexpectedAnswerError(what, answer.status, answer.headers.get('X-Request-Id'));
    seen.add(url.href);
    const next: URL | null = nextOf(answer.headers, url);
    if (next !== null && next.origin !== url.origin) throw unexpected('leads to another server');
    if (next !== null && (seen.has(next.href) || seen.size >= maxSteps))
      throw unexpected('is a list without end');
    yield { answer, next, unexpected };
    url = next;
  }
}

/** The target of `rel="next"` (RFC 8288), resolved; null where there is none. */
function nextOf(headers: Headers, base: URL): URL | null {
  const links = (headers.get('Link') ?? '').matchAll(
    /<([^>]*)>((?:\s*;\s*[\w*-]+\s*=\s*(?:"[^"]*"|[^\s;,"]*))*)/g,
  );
  for (const [, target = '', parameters = ''] of links) {
    const [, quoted, bare = ''] = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]*))/i.exec(parameters) ?? [];
    const relations = (quoted ?? bare).toLowerCase().split(/\s+/);
    if (relations.includes('next') && URL.canParse(target, base.href)) return new URL(target, base);
  }
  return null;
}
