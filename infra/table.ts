/**
 * The one table. `due` carries all future work (sparse: only leads with work are in it);
 * `leads` lists leads by month of creation; `handoffs` is the queue of sales (sparse: only leads
 * that wait for sales, or that sales work on); `suppressions` lists who must not be written to. All are KEYS_ONLY, so a save that leaves their
 * keys alone costs them nothing.
 */
export const table = {
  partitionKey: 'pk',
  sortKey: 'sk',
  ttl: 'ttl',
  streamView: 'NEW_IMAGE',
  indexes: [
    { name: 'due', partitionKey: 'dq', sortKey: 'da', sortType: 'N' },
    { name: 'leads', partitionKey: 'lb', sortKey: 'la', sortType: 'N' },
    { name: 'handoffs', partitionKey: 'hq', sortKey: 'ha', sortType: 'N' },
    { name: 'suppressions', partitionKey: 'sq', sortKey: 'sa', sortType: 'N' },
  ],
} as const;

/**
 * The log of erasures: what a backup of the other table does not know. A table of its own, so that setting
 * the other back in time leaves it as it is; it holds ids of leads and nothing about them.
 */
export const erasureTable = { partitionKey: 'pk', sortKey: 'sk' } as const;
