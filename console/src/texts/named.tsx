import { Fragment } from 'react';

/**
 * A name that somebody has chosen. Its letters cannot turn the text around it, nor be taken for markup. Where an address
 * does not fit on a line, it breaks behind its @ first.
 */
export function Named({ children }: { readonly children: string }) {
  return <Parts>{children.match(/[^@]*@|[^@]+/g) ?? []}</Parts>;
}

/** A URL that somebody has chosen. Where it does not fit on a line, it breaks behind a slash or a dot first. */
export function NamedUrl({ children }: { readonly children: string }) {
  return <Parts>{children.match(/https:\/\/|[^./]*[./]|[^./]+/g) ?? []}</Parts>;
}

/** Parts of a text that it may break between. */
function Parts({ children }: { readonly children: readonly string[] }) {
  return (
    <bdi className="name">
      {children.map((part, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- the parts of one text have nothing else
        <Fragment key={at}>
          {at > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </bdi>
  );
}

/** Letters that are written from the right, and what turns the direction of others. */
const turning =
  /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** A name where there is no markup, in a window's title for one: what it turns ends with it. */
export function isolated(name: string): string {
  return turning.test(name) ? `\u2068${name}\u2069` : name;
}
