/** Of the page that tells which keys to look after. */
export const hygiene = {
  title: 'Hygiene',
  description: 'Keys to look after. A key can stand in several lines.',
  ownDescription: 'Your keys to look after. A key can stand in several lines.',
  table: 'What to look after',
  columns: { concern: 'Keys that', count: 'Keys', share: 'Of all', action: 'Next step' },
  nothing: 'Nothing to do',
  listed: (action: string, concern: string) => `${action}: ${concern}`,
  empty: 'There is no API key yet',
  emptyDetail: 'What is to be looked after will stand here.',
  bulk: 'The list that opens has the same filter. Select keys there, and change them together.',
};
