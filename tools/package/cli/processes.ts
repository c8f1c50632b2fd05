import { readdirSync, readFileSync } from 'node:fs';

/** What is told of a process: its variables to its user alone, its words and its name to everybody. */
type Part = 'environ' | 'cmdline' | 'comm';

/** Ids of the processes of this machine that have all these texts in a part of what is told of them. */
export function processesWith(part: Part, ...texts: readonly string[]): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((id) => {
      const told = read(id, part);
      return texts.every((text) => told.includes(text));
    })
    .map(Number);
}

/** A variable of a process; null where it has none of that name, or has ended. */
export function variableOf(id: number, name: string): string | null {
  const variables = read(String(id), 'environ').split('\0');
  return variables.find((each) => each.startsWith(`${name}=`))?.slice(name.length + 1) ?? null;
}

/** Ends all processes that were given this text in a variable. */
export function endProcesses(text: string): void {
  for (const id of processesWith('environ', text)) {
    try {
      process.kill(id, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}

function read(id: string, part: Part): string {
  try {
    return readFileSync(`/proc/${id}/${part}`, 'latin1');
  } catch {
    // It has ended meanwhile, or is somebody else's.
    return '';
  }
}
