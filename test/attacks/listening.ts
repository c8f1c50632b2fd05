import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

const listens = '0A';

/** `address:port` of every IPv4 socket on which a process listens (Linux, proc(5)). */
export function listeningAddresses(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  const inodes = new Set(
    readdirSync(folder).flatMap((name) => /^socket:\[(\d+)\]$/.exec(linkOf(`${folder}/${name}`))?.[1] ?? []),
  );
  const rows = readFileSync('/proc/net/tcp', 'utf8').trim().split('\n').slice(1);
  return rows
    .map((row) => row.trim().split(/\s+/))
    .filter((fields) => fields[3] === listens && inodes.has(fields[9] ?? ''))
    .map((fields) => readable(fields[1] ?? ''));
}

/** A descriptor may have been closed meanwhile. */
function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

/** The kernel writes addresses as hexadecimal numbers of this machine's byte order. */
function readable(hex: string): string {
  const [address = '', port = ''] = hex.split(':');
  const bytes = [...Buffer.from(address, 'hex')].toReversed();
  return `${bytes.join('.')}:${Number.parseInt(port, 16)}`;
}
