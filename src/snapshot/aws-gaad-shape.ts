/**
 * The shape of account authorization details, as far as it is read. The SDK's own types fit into it; so does,
 * after parsing, what `aws iam get-account-authorization-details` prints.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
export interface GaadDetails {
  readonly UserDetailList?: readonly GaadUser[] | undefined;
  readonly GroupDetailList?: readonly GaadGroup[] | undefined;
  readonly RoleDetailList?: readonly GaadRole[] | undefined;
  readonly Policies?: readonly GaadPolicy[] | undefined;
}

/** An object, JSON text, or URL-encoded JSON text. */
export type GaadDocument = unknown;

export interface GaadInlinePolicy {
  readonly PolicyName?: string | undefined;
  readonly PolicyDocument?: GaadDocument;
}

export interface GaadAttachedPolicy {
  readonly PolicyName?: string | undefined;
  readonly PolicyArn?: string | undefined;
}

export interface GaadBoundary {
  readonly PermissionsBoundaryArn?: string | undefined;
}

export interface GaadTag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

interface GaadEntity {
  readonly Arn?: string | undefined;
  readonly Path?: string | undefined;
  readonly CreateDate?: Date | string | undefined;
}

export interface GaadRole extends GaadEntity {
  readonly RoleName?: string | undefined;
  readonly RoleId?: string | undefined;
  readonly AssumeRolePolicyDocument?: GaadDocument;
  readonly RolePolicyList?: readonly GaadInlinePolicy[] | undefined;
  readonly AttachedManagedPolicies?: readonly GaadAttachedPolicy[] | undefined;
  readonly PermissionsBoundary?: GaadBoundary | undefined;
  readonly Tags?: readonly GaadTag[] | undefined;
  readonly InstanceProfileList?: readonly { readonly InstanceProfileName?: string | undefined }[] | undefined;
}

export interface GaadUser extends GaadEntity {
  readonly UserName?: string | undefined;
  readonly UserId?: string | undefined;
  readonly UserPolicyList?: readonly GaadInlinePolicy[] | undefined;
  readonly AttachedManagedPolicies?: readonly GaadAttachedPolicy[] | undefined;
  readonly PermissionsBoundary?: GaadBoundary | undefined;
  readonly GroupList?: readonly string[] | undefined;
  readonly Tags?: readonly GaadTag[] | undefined;
}

export interface GaadGroup extends GaadEntity {
  readonly GroupName?: string | undefined;
  readonly GroupId?: string | undefined;
  readonly GroupPolicyList?: readonly GaadInlinePolicy[] | undefined;
  readonly AttachedManagedPolicies?: readonly GaadAttachedPolicy[] | undefined;
}

export interface GaadPolicyVersion {
  readonly VersionId?: string | undefined;
  readonly IsDefaultVersion?: boolean | undefined;
  readonly Document?: GaadDocument;
}

export interface GaadPolicy extends GaadEntity {
  readonly PolicyName?: string | undefined;
  readonly PolicyId?: string | undefined;
  readonly DefaultVersionId?: string | undefined;
  readonly PolicyVersionList?: readonly GaadPolicyVersion[] | undefined;
}
