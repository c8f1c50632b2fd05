import { createHash, createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';

/** As little as a signed request to DynamoDB can be: node:http with connections kept alive, and Signature Version 4. */
const agent = new Agent({ keepAlive: true });
const endpoint = new URL(process.env['AWS_ENDPOINT_URL_DYNAMODB'] ?? '');
const region = process.env['AWS_REGION'] ?? '';
const accessKeyId = process.env['AWS_ACCESS_KEY_ID'] ?? '';
const secretAccessKey = process.env['AWS_SECRET_ACCESS_KEY'] ?? '';
let signingKey: { readonly day: string; readonly key: Buffer } | null = null;

/** @throws Error for any answer but 200 */
export function callDynamoDb(operation: string, input: object): Promise<unknown> {
  const body = JSON.stringify(input);
  const target = `DynamoDB_20120810.${operation}`;
  const time = new Date().toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
  const headers = {
    'Content-Type': 'application/x-amz-json-1.0',
    'Content-Length': Buffer.byteLength(body),
    'X-Amz-Date': time,
    'X-Amz-Target': target,
    Authorization: authorization(body, target, time),
  };
  return new Promise((done, fail) => {
    const sent = request(endpoint, { agent, method: 'POST', headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', fail);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        if (response.statusCode === 200) done(JSON.parse(text));
        else fail(new Error(text));
      });
    });
    sent.on('error', fail);
    sent.end(body);
  });
}

/** Signature Version 4 (AWS General Reference, signing requests), with the fewest headers that DynamoDB accepts. */
function authorization(body: string, target: string, time: string): string {
  const day = time.slice(0, 8);
  const names = 'host;x-amz-date;x-amz-target';
  const headers = `host:${endpoint.host}\nx-amz-date:${time}\nx-amz-target:${target}\n`;
  const canonical = `POST\n/\n\n${headers}\n${names}\n${sha256(body)}`;
  const scope = `${day}/${region}/dynamodb/aws4_request`;
  const text = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${sha256(canonical)}`;
  const signature = createHmac('sha256', keyOf(day)).update(text).digest('hex');
  return `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
}

function keyOf(day: string): Buffer {
  if (signingKey?.day !== day) {
    const parts = [day, region, 'dynamodb', 'aws4_request'];
    const first: Buffer = Buffer.from(`AWS4${secretAccessKey}`);
    signingKey = { day, key: parts.reduce((key, part) => hmac(key, part), first) };
  }
  return signingKey.key;
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
