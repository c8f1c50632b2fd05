import { join } from 'node:path';
import type { Bootstrap } from './bootstrap.ts';

/** What the banner shows. */
export interface BannerFacts {
  /** The project's folder. */
  readonly root: string;
  readonly url: string;
  /** Null where the templates have no console. */
  readonly consoleUrl: string | null;
  readonly dataFolder: string;
  readonly bootstrapFile: string;
  readonly bootstrap: Bootstrap | null;
  /** Whether this start minted the admin key. No other start shows it. */
  readonly isFirstStart: boolean;
  /** REST APIs that are served beside Latchkey's, by their stages. */
  readonly otherApis: readonly { readonly name: string; readonly url: string }[];
}

/** What the terminal shows once the server is up. Its commands can be pasted into bash and zsh. */
export function banner(facts: BannerFacts): string {
  const { bootstrap } = facts;
  const lines = ['', 'Latchkey is up.', ''];
  if (facts.consoleUrl !== null) lines.push(`  Console  ${facts.consoleUrl}`);
  lines.push(`  API      ${facts.url}`, `  Data     ${facts.dataFolder}`);
  for (const { name, url } of facts.otherApis) lines.push(`  Beside   ${url} (${name})`);
  if (bootstrap !== null) {
    lines.push(`  Admin    ${bootstrap.adminUserId}`);
    if (facts.isFirstStart) {
      lines.push(`  Key      ${bootstrap.adminKey}`);
      lines.push('', `The key is shown this once. It is also in ${facts.bootstrapFile}.`);
    }
    lines.push('', 'Try it, in another terminal:', '', ...commands(facts));
    if (bootstrap.issuer !== null) {
      lines.push(
        '',
        'Or call it as a person who has signed in:',
        '',
        ...tokenCommands(facts, bootstrap.adminUserId),
      );
    }
  }
  return [...lines, '', 'Ctrl-C ends the server.', ''].join('\n');
}

/** Without comments, and with every URL quoted: an interactive zsh understands neither `#` nor a bare `?`. */
function commands({ url, bootstrapFile }: BannerFacts): string[] {
  const readFile = `require("fs").readFileSync(${JSON.stringify(bootstrapFile)},"utf8")`;
  const readInput = 'require("fs").readFileSync(0,"utf8")';
  const mint = `-d "{\\"name\\":\\"My key $(date +%s)\\",\\"expiresIn\\":\\"90d\\"}"`;
  return [
    `API=${quote(url)}`,
    `KEY=$(node -p ${quote(`JSON.parse(${readFile}).adminKey`)})`,
    'curl -sS "$API/health"; echo',
    'curl -sS -H "Authorization: Bearer $KEY" "$API/me"; echo',
    `MINTED=$(curl -sS -H "Authorization: Bearer $KEY" -H "Content-Type: application/json" ${mint} "$API/api-keys")`,
    `NEWID=$(printf %s "$MINTED" | node -p ${quote(`JSON.parse(${readInput}).id`)})`,
    `NEWKEY=$(printf %s "$MINTED" | node -p ${quote(`JSON.parse(${readInput}).key`)})`,
    'curl -sS -H "Authorization: Bearer $NEWKEY" "$API/me"; echo',
    'curl -sS -X POST -H "Authorization: Bearer $KEY" "$API/api-keys/$NEWID/pause"; echo',
    'curl -sS -H "Authorization: Bearer $KEY" "$API/audit-events?limit=5"; echo',
  ].map((line) => `  ${line}`);
}

/** They work in any folder, since they name the project's folder and the data folder. */
function tokenCommands({ root, dataFolder }: BannerFacts, userId: string): string[] {
  const data = dataFolder === join(root, '.latchkey') ? '' : `LATCHKEY_DATA=${quote(dataFolder)} `;
  return [
    `TOKEN=$(${data}npm --prefix ${quote(root)} run --silent token -- ${userId})`,
    'curl -sS -H "Authorization: Bearer $TOKEN" "$API/me"; echo',
  ].map((line) => `  ${line}`);
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
