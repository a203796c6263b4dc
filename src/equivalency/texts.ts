import type { ParsedDocument } from '../model/policy.js';
import type { Entity, InlinePolicy, Snapshot, Tag } from '../model/snapshot.js';
import type { NameField } from './list/index.js';

/** Is called with each text of an account that can hold a name: where it stands, and what has it (`role app_dev`). */
export type VisitText = (field: NameField, text: string, owner: string) => void;

/** Names that the account itself gave: of roles, policies, users, groups and instance profiles, each once. */
export function ownNames({ roles, managedPolicies, users, groups }: Snapshot): Set<string> {
  const names = new Set<string>();
  for (const role of roles) {
    if (!isOwn(role)) continue;
    names.add(role.name);
    for (const profile of role.instanceProfiles) names.add(profile);
  }
  for (const { name, arn } of managedPolicies) if (!isAwsManaged(arn)) names.add(name);
  for (const { name } of users) names.add(name);
  for (const { name } of groups) names.add(name);
  return names;
}

/** AWS's own policies have AWS's own names and texts: nothing in them is a name of ours. */
export function isAwsManaged(arn: string): boolean {
  return /^arn:[^:]*:iam::aws:/.test(arn);
}

/** Roles under these paths have names that AWS made. */
function isOwn({ path }: Entity): boolean {
  return !path.startsWith('/aws-service-role/') && !path.startsWith('/aws-reserved/');
}

/** Every text of the account that a substitution may touch; documents of AWS's own policies are left out. */
export function visitTexts(snapshot: Snapshot, visit: VisitText): void {
  for (const role of snapshot.roles) {
    const owner = `role ${role.name}`;
    visitEntity(role, owner, visit);
    visitDocument(role.trustPolicy, owner, visit);
    visitPolicies(role, owner, visit);
    visitTags(role.tags, owner, visit);
    for (const name of role.instanceProfiles) visit('role', name, owner);
  }
  for (const user of snapshot.users) {
    const owner = `user ${user.name}`;
    visitEntity(user, owner, visit);
    visitPolicies(user, owner, visit);
    visitTags(user.tags, owner, visit);
    for (const name of user.groups) visit('role', name, owner);
  }
  for (const group of snapshot.groups) {
    const owner = `group ${group.name}`;
    visitEntity(group, owner, visit);
    visitPolicies(group, owner, visit);
  }
  for (const policy of snapshot.managedPolicies) {
    if (isAwsManaged(policy.arn)) continue;
    const owner = `managed policy ${policy.name}`;
    visit('policy', policy.name, owner);
    visit('path', policy.path, owner);
    if (policy.document) visitDocument(policy.document, owner, visit);
    visitTags(policy.tags ?? [], owner, visit);
  }
}

function visitEntity({ name, path }: Entity, owner: string, visit: VisitText): void {
  visit('role', name, owner);
  if (!path.startsWith('/aws-service-role/')) visit('path', path, owner);
}

function visitPolicies(
  { inlinePolicies }: { readonly inlinePolicies: readonly InlinePolicy[] },
  owner: string,
  visit: VisitText,
): void {
  for (const { name, document } of inlinePolicies) {
    visit('policy', name, owner);
    visitDocument(document, `${owner}, inline policy ${name}`, visit);
  }
}

function visitTags(tags: readonly Tag[], owner: string, visit: VisitText): void {
  for (const { value } of tags) visit('tag', value, owner);
}

function visitDocument(document: ParsedDocument, owner: string, visit: VisitText): void {
  if (document.kind === 'unreadable') return;
  for (const { resource, principal, conditions } of document.statements) {
    for (const pattern of resource?.patterns ?? []) visit('resource', pattern, owner);
    for (const { type, value } of principal?.principals ?? []) {
      if (type !== 'Service') visit('principal', value, owner);
    }
    for (const { values } of conditions) for (const value of values) visit('condition', value, owner);
  }
}
