import Box from '@cloudscape-design/components/box';
import Link from '@cloudscape-design/components/link';
import { lexer, Lexer, type Token, type Tokens } from 'marked';
import { Fragment, type ReactNode } from 'react';

interface MarkdownProps {
  readonly children: string;
}

/** Paragraphs and lists that are written in Markdown. Markup in them is shown as it is written. */
export function Markdown({ children }: MarkdownProps) {
  return <>{each(lexer(children), block)}</>;
}

/** The same of one sentence, within another element. */
export function Sentence({ children }: MarkdownProps) {
  return <>{each(Lexer.lexInline(children), inline)}</>;
}

function each(tokens: readonly Token[] | undefined, show: (token: Token) => ReactNode): ReactNode {
  // Tokens have no name of their own, and never change their order.
  // oxlint-disable-next-line react/no-array-index-key
  return tokens?.map((token, index) => <Fragment key={index}>{show(token)}</Fragment>);
}

function block(token: Token): ReactNode {
  switch (token.type) {
    case 'space':
      return null;
    case 'list': {
      const { items } = token as Tokens.List;
      return (
        <ul>
          {each(items, (item) => (
            <li>{each((item as Tokens.ListItem).tokens, within)}</li>
          ))}
        </ul>
      );
    }
    case 'paragraph':
      return <Box variant="p">{each((token as Tokens.Paragraph).tokens, inline)}</Box>;
    case 'code':
      return <pre className="code-lines">{(token as Tokens.Code).text}</pre>;
    default:
      return <Box variant="p">{token.raw}</Box>;
  }
}

/** A list has words, or lists of its own. */
function within(token: Token): ReactNode {
  return token.type === 'text' ? inline(token) : block(token);
}

function inline(token: Token): ReactNode {
  switch (token.type) {
    case 'codespan':
      return <code>{(token as Tokens.Codespan).text}</code>;
    case 'strong':
      return <strong>{each((token as Tokens.Strong).tokens, inline)}</strong>;
    case 'em':
      return <em>{each((token as Tokens.Em).tokens, inline)}</em>;
    case 'link': {
      const { href, tokens } = token as Tokens.Link;
      if (!/^https?:/.test(href)) return token.raw;
      return <Link href={href}>{each(tokens, inline)}</Link>;
    }
    case 'escape':
      return (token as Tokens.Escape).text;
    case 'text': {
      const { tokens, text } = token as Tokens.Text;
      return tokens === undefined ? text : each(tokens, inline);
    }
    default:
      return token.raw;
  }
}
