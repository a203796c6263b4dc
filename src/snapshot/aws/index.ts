/** Live AWS accounts. Load it by dynamic import: it brings the AWS SDK with it. */
export { awsSnapshotter } from './aws-snapshotter.js';
export { listProfiles, verifyProfile, type ProfileInfo, type VerifiedProfile } from './profiles.js';
export type { CredentialOrigin } from './profile-credentials.js';
export type { SessionRequest } from './session.js';
