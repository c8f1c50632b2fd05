const maxCharacters = 254;
const localPart = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*";
const domainLabel = '[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const addressPattern = new RegExp(`^${localPart}@(${domainLabel}\\.)+${domainLabel}$`);
const scheme = 'mailto:';

/** The one address of a `mailto:` URL, without quotes, comments or headers; null for what is no such URL. */
export function addressOf(url: string): string | null {
  const address = url.toLowerCase().startsWith(scheme) ? url.slice(scheme.length) : '';
  return address.length <= maxCharacters && addressPattern.test(address) ? address : null;
}

export function mailtoUrl(address: string): string {
  return scheme + address;
}
