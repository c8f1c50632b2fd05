/** An IPv4 or IPv6 address as a number, with the bits that its kind has. */
export interface IpAddress {
  readonly value: bigint;
  readonly bits: 32 | 128;
  /** As it is written, without a zone; an IPv4 address that is mapped into IPv6 as the former. */
  readonly text: string;
}

const mappedPrefix = 0xffffn;

/** Null for what is no address. */
export function readIpAddress(text: string): IpAddress | null {
  const bare = text.replace(/%[\w.~-]+$/, '');
  const ipv4 = readIpv4(bare);
  if (ipv4 !== null) return { value: ipv4, bits: 32, text: bare };
  const value = readIpv6(bare);
  if (value === null) return null;
  if (value >> 32n !== mappedPrefix) return { value, bits: 128, text: bare };
  const mapped = value & 0xffff_ffffn;
  const octets = [24n, 16n, 8n, 0n].map((shift) => (mapped >> shift) & 0xffn);
  return { value: mapped, bits: 32, text: octets.join('.') };
}

/** @throws TypeError for what is neither an address nor a range in CIDR notation */
export function readRange(text: string): (address: IpAddress) => boolean {
  const [base = '', length, ...rest] = text.split('/');
  const range = readIpAddress(base);
  if (range === null || rest.length > 0 || (length !== undefined && !/^\d{1,3}$/.test(length)))
    throw new TypeError(`trustedProxies: ${text} is no address, and no range such as 10.0.0.0/8`);
  const prefix = length === undefined ? range.bits : Number(length);
  if (prefix > range.bits) throw new TypeError(`trustedProxies: ${text} has more bits than there are`);
  const shift = BigInt(range.bits - prefix);
  return ({ value, bits }) => bits === range.bits && value >> shift === range.value >> shift;
}

function readIpv4(text: string): bigint | null {
  if (!/^(0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,2})){3}$/.test(text)) return null;
  const octets = text.split('.').map(Number);
  if (octets.some((octet) => octet > 255)) return null;
  return octets.reduce((value, octet) => value * 256n + BigInt(octet), 0n);
}

function readIpv6(text: string): bigint | null {
  const [, head = '', tail = ''] = /^(.*:)?([\d.]+)$/.exec(text) ?? [];
  const ipv4 = head !== '' && tail.includes('.') ? readIpv4(tail) : null;
  if (tail.includes('.') && ipv4 === null) return null;
  const groups =
    ipv4 === null ? text : `${head}${(ipv4 >> 16n).toString(16)}:${(ipv4 & 0xffffn).toString(16)}`;
  const halves = groups.split('::');
  if (halves.length > 2) return null;
  const [left, right] = halves.map((half) => (half === '' ? [] : half.split(':')));
  if (left === undefined) return null;
  const missing = 8 - left.length - (right?.length ?? 0);
  if (right === undefined ? missing !== 0 : missing < 1) return null;
  const all = [...left, ...Array<string>(right === undefined ? 0 : missing).fill('0'), ...(right ?? [])];
  if (!all.every((group) => /^[\da-f]{1,4}$/i.test(group))) return null;
  return all.reduce((value, group) => value * 65_536n + BigInt(`0x${group}`), 0n);
}
