import fc from 'fast-check';
import { addresses } from './compared-command.ts';

/** Few, and two of them are one without regard to case, so that names are taken often. */
export const name = fc.constantFrom('import', 'Import', 'export', 'report', 'deploy');
/** One of the keys there have been, by its number, and over again. */
export const which = fc.nat(11);
export const ipsOf = (address: string | null) => (address === null ? null : [`${address}/32`]);
export const address = fc.constantFrom(null, null, addresses[0]);
