import type { IncomingMessage, ServerResponse } from 'node:http';
import { verifyWebhook, WebhookVerificationError } from '../../clients/typescript/src/index.ts';

/** Bodies of webhooks have 20 KB at most. */
const maxBodyBytes = 64 * 1024;

/**
 * Answers a webhook as a receiver should: 204 where it is signed with the secret, 400 where it is not. Each is told in one
 * line, without the signature.
 */
export async function receive(
  request: IncomingMessage,
  response: ServerResponse,
  secret: string,
  say: (line: string) => void,
): Promise<void> {
  if (request.method !== 'POST') return end(response, 405);
  const body = await read(request);
  if (body === null) return end(response, 413);
  try {
    const { id, type, timestamp, data } = await verifyWebhook(request.headers, body, secret);
    say(printable([timestamp, type, id, JSON.stringify(data)].join(' ')));
    end(response, 204);
  } catch (error) {
    if (!(error instanceof WebhookVerificationError)) throw error;
    say(`refused (400): ${error.message}`);
    end(response, 400);
  }
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status).end();
}

/** Null where there is more than a webhook has. */
async function read(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= maxBodyBytes) chunks.push(chunk);
  }
  return bytes > maxBodyBytes ? null : Buffer.concat(chunks);
}

/** In one line, with nothing that a terminal would act on. */
function printable(text: string): string {
  return text.replace(
    /[\p{C}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
