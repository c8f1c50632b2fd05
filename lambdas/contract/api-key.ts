/** An `end-user` key is refused on most routes of this API; its type says nothing on other APIs. */
export const apiKeyTypes = ['admin', 'end-user'] as const;

export type ApiKeyType = (typeof apiKeyTypes)[number];

/** Characters of base62 in `<prefix>_<secret><checksum>`: 43 hold 32 random bytes. */
export const secretLength = 43;

/** Characters of base62 that hold a CRC-32. */
export const checksumLength = 6;

/** Regular expression of what follows `<prefix>_`, for CloudWatch Logs too. */
export const keyBody = `[0-9A-Za-z]{${secretLength + checksumLength}}`;
