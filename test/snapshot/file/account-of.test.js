import { describe, expect, it } from 'vitest';
import { ACCOUNT, accountExport, exportedPolicy, exportedRole, takeExport } from './export-draft.js';
const OTHER = '210987654321';
const message = (text) => ({ name: 'UserError', message: expect.stringContaining(text) });
describe('the account of an export', () => {
    it.each(['aws-cn', 'aws-us-gov'])('has the partition of its ARNs: %s', async (partition) => {
        const role = exportedRole('app', {
            Arn: `arn:${partition}:iam::${ACCOUNT}:role/app`,
            AssumeRolePolicyDocument: {
                Version: '2012-10-17',
                Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: OTHER } },
            },
        });
        const { snapshot } = await takeExport(accountExport({ RoleDetailList: [role] }));
        expect(snapshot.account).toEqual({ id: ACCOUNT, partition });
        expect(JSON.stringify(snapshot.roles[0]?.trustPolicy)).toContain(`arn:${partition}:iam::${OTHER}:root`);
    });
    it('must be one: ARNs of two are refused by name', async () => {
        const lists = {
            RoleDetailList: [exportedRole('a'), exportedRole('b', { Arn: `arn:aws:iam::${OTHER}:role/b` })],
        };
        await expect(takeExport(accountExport(lists))).rejects.toMatchObject(message(`holds two accounts: arn:aws:iam::${ACCOUNT}:role/a and arn:aws:iam::${OTHER}:role/b`));
    });
    it('must be of one partition', async () => {
        const lists = {
            RoleDetailList: [exportedRole('a', { Arn: `arn:aws-cn:iam::${ACCOUNT}:role/a` })],
            Policies: [exportedPolicy('p')],
        };
        await expect(takeExport(accountExport(lists))).rejects.toMatchObject(message('holds two partitions'));
    });
    it('is not read from policies that AWS manages', async () => {
        const policy = exportedPolicy('p', { Arn: 'arn:aws-cn:iam::aws:policy/p' });
        const lists = accountExport({ Policies: [policy] });
        await expect(takeExport(lists)).rejects.toMatchObject({
            ...message('no ARN in the file says which account it is of'),
            mend: expect.stringContaining('--account-id'),
        });
        const { snapshot } = await takeExport(lists, ACCOUNT);
        expect(snapshot.account).toEqual({ id: ACCOUNT, partition: 'aws-cn' });
    });
    it('is not read from masked ARNs', async () => {
        const masked = accountExport({
            RoleDetailList: [exportedRole('a', { Arn: 'arn:aws:iam::XXXXXXXXXXXX:role/a' })],
        });
        expect((await takeExport(masked, OTHER)).snapshot.account.id).toBe(OTHER);
    });
    it('must be the one that was asked for', async () => {
        const lists = accountExport({ RoleDetailList: [exportedRole('a')] });
        expect((await takeExport(lists, ACCOUNT)).snapshot.account.id).toBe(ACCOUNT);
        await expect(takeExport(lists, OTHER)).rejects.toMatchObject(message(`is of account ${ACCOUNT}, not of ${OTHER}`));
    });
    it('has twelve digits', async () => {
        await expect(takeExport(accountExport(), '12')).rejects.toMatchObject(message('--account-id 12'));
    });
});
