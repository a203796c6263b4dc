import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync, } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { afterEach } from 'vitest';
import { sortedUnique } from '../../src/model/text.js';
const made = [];
afterEach(() => {
    for (const folder of made.splice(0))
        rmSync(folder, { recursive: true, force: true });
});
/** A folder that goes when the test ends. */
export function tempFolder() {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'iamdrift-test-')));
    made.push(folder);
    return folder;
}
export function put(folder, files) {
    for (const [name, content] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), content);
    }
}
/** All files below a folder with their content, `.git` left out. */
export function tree(folder) {
    const names = readdirSync(folder, { recursive: true }).filter((name) => !/(^|[/\\])\.git([/\\]|$)/.test(name) && statSync(join(folder, name)).isFile());
    return Object.fromEntries(sortedUnique(names).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}
/** Names of files and folders, temporary ones too. */
export function listing(folder) {
    return sortedUnique(readdirSync(folder));
}
/** A machine of its own: no configuration but the one that a test gives. */
export class Machine {
    home = tempFolder();
    env;
    constructor(identity = 'identity') {
        this.env = {
            PATH: process.env.PATH ?? '',
            HOME: this.home,
            GIT_CONFIG_GLOBAL: join(this.home, 'gitconfig'),
            GIT_CONFIG_NOSYSTEM: '1',
            // The temporary folder of some machine may lie in a repository.
            GIT_CEILING_DIRECTORIES: tmpdir(),
        };
        writeFileSync(join(this.home, 'gitconfig'), '[init]\n\tdefaultBranch = main\n');
        if (identity === 'identity') {
            this.git(this.home, 'config', '--global', 'user.name', 'Ada');
            this.git(this.home, 'config', '--global', 'user.email', 'ada@example.com');
        }
    }
    git(folder, ...args) {
        return execFileSync('git', args, {
            cwd: folder,
            env: this.env,
            encoding: 'utf8',
            stdio: ['ignore', 'pipe', 'pipe'],
        });
    }
    /** For what is meant to fail, such as a merge with a conflict. */
    tryGit(folder, ...args) {
        spawnSync('git', args, { cwd: folder, env: this.env });
    }
    /** A repository with one commit of one file. */
    repository() {
        const folder = tempFolder();
        this.git(folder, 'init');
        put(folder, { 'mine.txt': 'one\ntwo\nthree\n' });
        this.commitAll(folder, 'First');
        return folder;
    }
    commitAll(folder, message) {
        this.git(folder, 'add', '--all');
        this.git(folder, 'commit', '--message', message);
    }
    /** What a commit changed: `A name`, `M name`, `D name`. */
    changes(folder, commit) {
        const text = this.git(folder, 'show', '--no-renames', '--format=', '--name-status', '-z', commit);
        const parts = text.split('\0').filter((part) => part !== '');
        return sortedUnique(parts.filter((_, i) => i % 2 === 0).map((letter, i) => `${letter} ${parts[2 * i + 1]}`));
    }
    /** All that the user has under way: index, work tree, and the content of both. */
    state(folder) {
        return {
            status: this.git(folder, 'status', '--porcelain=v2', '--untracked-files=all', '-z'),
            staged: this.git(folder, 'diff', '--cached', '--binary'),
            unstaged: this.git(folder, 'diff', '--binary'),
            index: this.git(folder, 'ls-files', '--stage', '--debug', '--', ':(exclude,glob)**/baselines/**').replace(/^ .*\n/gm, ''),
        };
    }
    /** A shell script as a hook of the repository. */
    hook(folder, name, body) {
        const path = join(folder, '.git', 'hooks', name);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, `#!/bin/sh\n${body}\n`, { mode: 0o755 });
    }
    /** Gives a folder and all in it to another user. */
    chown(folder, user) {
        execFileSync('chown', ['-R', String(user), folder]);
    }
    head(folder) {
        return this.git(folder, 'rev-parse', 'HEAD').trim();
    }
}
/** The rejection of a promise; fails the test if there is none. */
export async function rejection(promise) {
    return promise.then((value) => {
        throw new Error(`expected a rejection, got ${JSON.stringify(value)}`);
    }, (error) => error);
}
/** The stage as plain JavaScript in a folder of its own, with a script for a process of its own; the script's path. */
export function stageScript(script) {
    const out = tempFolder();
    const source = join(import.meta.dirname, '../../src');
    for (const room of ['baseline', 'model']) {
        for (const name of readdirSync(join(source, room)).filter((file) => file.endsWith('.ts'))) {
            const { outputText } = ts.transpileModule(readFileSync(join(source, room, name), 'utf8'), {
                compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
            });
            put(join(out, room), { [name.replace(/\.ts$/, '.js')]: outputText });
        }
    }
    put(out, { 'package.json': '{"type":"module"}', 'main.js': script });
    return join(out, 'main.js');
}
