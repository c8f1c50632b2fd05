import fc from 'fast-check';

const surrogates = { first: 0xd800, count: 0x800 };

/**
 * Any character, as fast-check's unit `binary` has them: that writes down all million of them in every file that has
 * text of it.
 */
export const anyCharacter = fc.nat({ max: 0x10ffff - surrogates.count }).map(
  (index) => String.fromCodePoint(index < surrogates.first ? index : index + surrogates.count),
  (text) => {
    const [character = '', ...more] = String(text);
    if (character === '' || more.length > 0 || !character.isWellFormed())
      throw new Error('this is not one character');
    const code = character.codePointAt(0)!;
    return code < surrogates.first ? code : code - surrogates.count;
  },
);
