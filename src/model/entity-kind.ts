export type EntityKind = 'role' | 'user' | 'group' | 'managed-policy';
