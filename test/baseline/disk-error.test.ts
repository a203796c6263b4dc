import { describe, expect, it } from 'vitest';
import { explainDiskError, onDisk } from '../../src/baseline/disk-error.js';
import { UserError } from '../../src/model/errors.js';

const systemError = (code: string): Error =>
  Object.assign(new Error(`${code}: text of the system`), { code });

describe('explainDiskError', () => {
  it.each([
    ['ENOSPC', 'the disk is full'],
    ['EACCES', 'permission denied'],
    ['EROFS', 'the file system is read-only'],
    ['ENOTDIR', 'a file stands where a folder is needed'],
  ])('says what %s means, where, and how to mend it', (code, what) => {
    const cause = systemError(code);
    const error = explainDiskError('write', '/some/where', cause);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toBe(`Cannot write /some/where: ${what} (${code})`);
    expect((error as UserError).mend).toMatch(/\S/);
    expect((error as UserError).cause).toBe(cause);
  });

  it('shows no control characters', () => {
    const error = explainDiskError('make', '/a\u001b[31m\nb', systemError('ENOSPC')) as UserError;
    expect(error.message).toBe('Cannot make /a?[31m?b: the disk is full (ENOSPC)');
  });

  it.each([
    new Error('a bug'),
    systemError('ERR_INVALID_ARG_TYPE'),
    new UserError('known'),
    'a text',
    undefined,
  ])('leaves what is no disk error as it is: %s', (error) => {
    expect(explainDiskError('write', '/x', error)).toBe(error);
  });

  it('is what onDisk throws', async () => {
    await expect(onDisk('read', '/x', () => Promise.reject(systemError('EIO')))).rejects.toThrow(
      'Cannot read /x: the disk failed (EIO)',
    );
    expect(await onDisk('read', '/x', () => Promise.resolve(1))).toBe(1);
  });
});
