/**
 * The one table. `due` carries all future work (sparse: only leads with work are in it);
 * `leads` lists leads by month of creation. Both are KEYS_ONLY, so a save that leaves
 * their keys alone costs them nothing.
 */
export const table = {
  partitionKey: 'pk',
  sortKey: 'sk',
  ttl: 'ttl',
  streamView: 'NEW_IMAGE',
  indexes: [
    { name: 'due', partitionKey: 'dq', sortKey: 'da', sortType: 'N' },
    { name: 'leads', partitionKey: 'lb', sortKey: 'la', sortType: 'N' },
  ],
} as const;
