/** What all lists that are read in pages say. */
export const listing = {
  refresh: 'Refresh',
  clearSearch: 'Clear',
  searching: (found: string) => `Searching through all of them. ${found} found so far.`,
  stop: 'Stop',
  stopped: (found: string) => `Stopped. ${found} found so far, and there may be more.`,
  goOn: 'Search on',
  found: (count: string) => `${count} on this page`,
  selected: (count: string) => `${count} selected`,
  pages: {
    label: 'Pages',
    next: 'Next page',
    previous: 'Previous page',
    page: (number: number) => `Page ${number}`,
  },
  preferences: {
    title: 'Preferences',
    confirm: 'Confirm',
    cancel: 'Cancel',
    pageSize: 'Page size',
    pageSizes: (count: string) => `${count} a page`,
    columns: 'Columns',
  },
};
