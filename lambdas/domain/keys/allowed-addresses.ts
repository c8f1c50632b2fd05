import { BlockList, isIP } from 'node:net';

/** An address or CIDR block, IPv4 or IPv6. */
interface Block {
  readonly address: string;
  readonly bits: number;
  readonly family: 'ipv4' | 'ipv6';
}

/** True for an IPv4 or IPv6 address or CIDR block (RFC 4632, RFC 4291), without a zone. */
export function isAddressBlock(text: string): boolean {
  return parseBlock(text) !== null;
}

/** True where the address lies in one of the blocks; an address that cannot be read lies in none. */
export function isAddressAllowed(address: string, blocks: readonly string[]): boolean {
  const wanted = parseBlock(address);
  if (wanted === null || address.includes('/')) return false;
  const list = new BlockList();
  for (const text of blocks) {
    const block = parseBlock(text);
    if (block?.family === wanted.family) list.addSubnet(block.address, block.bits, block.family);
  }
  return list.check(wanted.address, wanted.family);
}

/** True where each of `inner` lies within one of `outer`; null means anywhere. */
export function areBlocksWithin(inner: readonly string[] | null, outer: readonly string[] | null): boolean {
  if (outer === null) return true;
  if (inner === null) return false;
  return inner.every((text) => {
    const block = parseBlock(text);
    return block !== null && outer.some((candidate) => contains(candidate, block));
  });
}

function contains(outerText: string, inner: Block): boolean {
  const outer = parseBlock(outerText);
  if (outer === null || outer.family !== inner.family || outer.bits > inner.bits) return false;
  return isAddressAllowed(inner.address, [outerText]);
}

/** `::ffff:` before an IPv4 address: mapped into IPv6 (RFC 4291, section 2.5.5.2), and read as IPv4 here. */
const mapped = /^::ffff:(?=\d+\.)/i;
const mappedBits = 96;

function parseBlock(text: string): Block | null {
  const [whole = '', bitsText, ...rest] = text.split('/');
  const bitsBefore = mapped.test(whole) ? mappedBits : 0;
  const address = whole.replace(mapped, '');
  const family = isIP(address);
  if (family === 0 || rest.length > 0 || address.includes('%')) return null;
  const widest = family === 4 ? 32 : 128;
  if (bitsText !== undefined && !/^(0|[1-9]\d{0,2})$/.test(bitsText)) return null;
  const bits = bitsText === undefined ? widest : Number(bitsText) - bitsBefore;
  return bits < 0 || bits > widest ? null : { address, bits, family: family === 4 ? 'ipv4' : 'ipv6' };
}
