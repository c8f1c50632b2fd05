/** An `end-user` key is refused on most routes of this API; its type says nothing on other APIs. */
export const apiKeyTypes = ['admin', 'end-user'] as const;

export type ApiKeyType = (typeof apiKeyTypes)[number];

/** A key is `<prefix>_<secret><checksum>`; 62^43 exceeds 2^256, so 43 characters of base62 hold 32 random bytes. */
export const secretLength = 43;

/** 62^6 exceeds 2^32, so 6 characters hold a CRC-32. */
export const checksumLength = 6;

/** What may follow `<prefix>_`: the source of a regular expression that CloudWatch Logs understands, too. */
export const keyBody = `[0-9A-Za-z]{${secretLength + checksumLength}}`;
