/** The lists of an export, with the subject of the gap that a missing one is. */
export const EXPORT_LISTS = {
  GroupDetailList: 'groups',
  Policies: 'policies',
  RoleDetailList: 'roles',
  UserDetailList: 'users',
} as const;
