/** What all lists that are read in pages say. */
export const cursorPages = {
  refresh: 'Refresh',
  searching: (found: string) => `Searching. ${found} found so far.`,
  stop: 'Stop',
  stopped: (found: string) => `Stopped. ${found} found so far, and there may be more.`,
  goOn: 'Search on',
  found: (count: string) => `${count} on this page`,
  pages: {
    label: 'Pages',
    next: 'Next page',
    previous: 'Previous page',
    page: (number: number) => `Page ${number}`,
  },
};
